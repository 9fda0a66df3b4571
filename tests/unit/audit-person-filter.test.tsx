// @vitest-environment jsdom
// The search for a person in the audit trail says when it could not be made.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';

const { callSignedIn } = vi.hoisted(() => ({ callSignedIn: vi.fn<() => Promise<object>>() }));
vi.mock('../../src/app/auth/account-session.ts', () => ({ callSignedIn }));

import { PersonFilter } from '../../src/app/admin/audit/person-filter.tsx';
import { queryClient, ServerState } from '../../src/app/auth/server-state.tsx';
import { ApiProblem } from '../../src/app/tablet/api.ts';

afterEach(() => {
  cleanup();
  queryClient.clear();
});

async function search(): Promise<void> {
  render(
    <ServerState>
      <PersonFilter personId={null} nameInEvents={null} canSearch onChange={() => {}} />
    </ServerState>,
  );
  const field = screen.getByRole('combobox');
  await act(async () => {
    field.focus();
    fireEvent.change(field, { target: { value: 'ada' } });
  });
}

it('says why it failed, and not that nobody is found', async () => {
  const problem = { code: 'internal', status: 500, detail: 'It did not work. Try again.' };
  callSignedIn.mockRejectedValue(new ApiProblem(problem));
  await search();
  expect(await screen.findByText(/It did not work/)).toBeTruthy();
  expect(screen.queryByText('No users match.')).toBeNull();
});

it('says that nobody is found once that is known', async () => {
  callSignedIn.mockResolvedValue({ users: [], total: 0 });
  await search();
  expect(await screen.findByText('No users match.')).toBeTruthy();
});

// @vitest-environment jsdom
// The unit of a new device: while it is not known which there are, the device can't be made everybody's by mistake.
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

type Tree = { units: object[]; isWhole: boolean };

const { callSignedIn } = vi.hoisted(() => ({
  callSignedIn: vi.fn<(endpoint: { operation: string }) => unknown>(),
}));
vi.mock('../../src/app/auth/account-session.ts', () => ({ callSignedIn }));

import { AuthorizeDialog } from '../../src/app/admin/devices/authorize-dialog.tsx';
import { queryClient, ServerState } from '../../src/app/auth/server-state.tsx';
import { ApiProblem } from '../../src/app/tablet/api.ts';

let answerUnits: { resolve: (tree: Tree) => void; reject: (error: Error) => void };

beforeEach(() => {
  callSignedIn.mockImplementation(({ operation }) =>
    operation === 'listUnits'
      ? new Promise<Tree>((resolve, reject) => (answerUnits = { resolve, reject }))
      : Promise.resolve({ devices: [] }),
  );
});
afterEach(() => {
  cleanup();
  queryClient.clear();
});

const open = (withUnits = true) =>
  act(async () => {
    render(
      <ServerState>
        <AuthorizeDialog withUnits={withUnits} onDone={() => {}} onClose={() => {}} />
      </ServerState>,
    );
  });
const isBlocked = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Authorize' }).disabled;

it('waits until the units are known', async () => {
  await open();
  expect(screen.getByText('Loading the units')).toBeTruthy();
  expect(isBlocked()).toBe(true);
  const unit = {
    id: 'u',
    name: 'Yard',
    parentId: null,
    userCount: 0,
    deviceCount: 0,
    editable: true,
    revision: 1,
  };
  await act(async () => answerUnits.resolve({ units: [unit], isWhole: true }));
  expect(await screen.findByRole('button', { name: /Unit/ })).toBeTruthy();
  await waitFor(() => expect(isBlocked()).toBe(false));
});

it('says that the units could not be loaded, and tries again', async () => {
  await open();
  const failure = new ApiProblem({ code: 'internal', status: 500, detail: 'It did not work. Try again.' });
  await act(async () => answerUnits.reject(failure));
  expect((await screen.findByRole('alert')).textContent).toContain('It did not work');
  expect(isBlocked()).toBe(true);
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Try again' })));
  await act(async () => answerUnits.resolve({ units: [], isWhole: true }));
  await waitFor(() => expect(isBlocked()).toBe(false));
});

it('asks for no unit where units are not open', async () => {
  await open(false);
  expect(isBlocked()).toBe(false);
});

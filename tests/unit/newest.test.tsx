// @vitest-environment jsdom
// A form of a person: it shows the person as they are when it opens, not as the list knew them a minute ago.
import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';

const { callSignedIn } = vi.hoisted(() => ({
  callSignedIn: vi.fn<(endpoint: { operation: string }) => Promise<unknown>>(),
}));
vi.mock('../../src/app/auth/account-session.ts', () => ({
  callSignedIn,
  sessionQuery: { queryKey: ['session'], queryFn: () => null },
}));

import { UserDialog } from '../../src/app/admin/users/form/user-dialog.tsx';
import { queryClient } from '../../src/app/auth/server-state.tsx';
import { makeOrganization } from './make-organization.ts';
import { makeSession } from './make-session.ts';
import { makeUser } from './make-user.ts';

// jsdom has no layout, so it can't scroll.
Element.prototype.scrollIntoView = () => {};
afterEach(() => {
  cleanup();
  queryClient.clear();
});

it('says that somebody has a password who chose it since the list was read', async () => {
  const listed = makeUser({ email: 'nora@northgate.example', hasPassword: false });
  const answers = new Map<string, unknown>([
    ['getUser', { ...listed, hasPassword: true, revision: listed.revision + 1 }],
    ['listRoles', { roles: [] }],
    ['getOrganization', makeOrganization()],
  ]);
  callSignedIn.mockImplementation(async ({ operation }) => answers.get(operation));
  const session = { ...makeSession(), permissions: ['users:manage' as const] };
  render(
    <QueryClientProvider client={queryClient}>
      <UserDialog session={session} user={listed} onOutcome={() => {}} onClose={() => {}} />
    </QueryClientProvider>,
  );
  expect(await screen.findByText('Set. It can’t be shown.')).toBeTruthy();
  expect(screen.queryByText(/None yet/)).toBeNull();
});

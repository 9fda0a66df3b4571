// @vitest-environment jsdom
// "Delete" of a role that somebody got since the list was read.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { Role } from '../../src/contract/endpoints/roles.ts';

const { callSignedIn } = vi.hoisted(() => ({
  callSignedIn: vi.fn<(endpoint: object, input: object) => unknown>(),
}));
vi.mock('../../src/app/auth/account-session.ts', () => ({ callSignedIn }));

import { DeleteRoleButton } from '../../src/app/admin/roles/delete-role-button.tsx';
import { ApiProblem } from '../../src/app/tablet/api.ts';

// jsdom has no layout, so it can't scroll.
Element.prototype.scrollIntoView = () => {};
afterEach(cleanup);

const role: Role = {
  id: 'night',
  name: 'Night shift',
  builtIn: null,
  permissions: ['tablet:use'],
  ...{ grantable: true, editable: true, forPartners: true, needsPasskey: false, userCount: 0, revision: 1 },
};

it('asks for the role that its users get once the server says that there are some', async () => {
  const problem = {
    code: 'role_in_use',
    status: 409,
    detail: 'This role belongs to 1 user. Choose another.',
  };
  callSignedIn.mockRejectedValueOnce(new ApiProblem(problem));
  render(<DeleteRoleButton role={role} roles={[role]} onDone={() => {}} />);
  fireEvent.click(screen.getByRole('button', { name: 'Delete' }));
  expect(screen.queryByText('Their new role')).toBeNull();
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Delete' })));
  expect(screen.getByText('Their new role')).toBeTruthy();
  // Without a choice nothing more is sent.
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Delete' })));
  expect(callSignedIn).toHaveBeenCalledTimes(1);
});

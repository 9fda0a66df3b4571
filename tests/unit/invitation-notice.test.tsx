// @vitest-environment jsdom
// What is said of an invitation that was made just now, with a mail server and without.
import { QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { Organization } from '../../src/contract/endpoints/organization.ts';

const { callSignedIn } = vi.hoisted(() => ({
  callSignedIn: vi.fn<(endpoint: { operation: string }, input: object) => Promise<unknown>>(),
}));
vi.mock('../../src/app/auth/account-session.ts', () => ({ callSignedIn }));
vi.mock('../../src/app/auth/step-up.ts', () => ({ withStepUp: (work: () => unknown) => work() }));

import { organizationQuery } from '../../src/app/admin/organization/organization-query.ts';
import { InvitationNotice } from '../../src/app/admin/users/list/invitation-notice.tsx';
import { queryClient } from '../../src/app/auth/server-state.tsx';
import { makeOrganization } from './make-organization.ts';
import { makeUser } from './make-user.ts';

afterEach(() => {
  cleanup();
  queryClient.clear();
  callSignedIn.mockReset();
});

const invitation = { sentAt: '2030-01-01T00:00:00Z', expiresAt: '2030-01-04T00:00:00Z', expired: false };

function show(mailDelivery: Organization['mailDelivery'], accountEditable = true) {
  const user = makeUser({ email: 'nora@northgate.example', accountEditable, invitation });
  const organization = { ...makeOrganization(), mailDelivery };
  queryClient.setQueryData(organizationQuery.queryKey, organization);
  callSignedIn.mockImplementation(async ({ operation }) =>
    operation === 'makeInvitationLink'
      ? { user, link: 'https://floorkey.example/invite#code=b8f7' }
      : organization,
  );
  render(
    <QueryClientProvider client={queryClient}>
      <InvitationNotice user={user} isNew onUndone={() => {}} onClose={() => {}} />
    </QueryClientProvider>,
  );
}
const words = () => document.body.textContent ?? '';

it('was sent, where mails leave the server, and lasts 72 hours', () => {
  show('smtp');
  expect(words()).toContain('Invitation sent');
  expect(words()).toContain('spam folder');
  expect(words()).toContain('The link lasts 72 hours');
});

it('is a file on the server, where they don’t, and the link can be passed on', async () => {
  show('files');
  expect(words()).toContain('Invitation not mailed');
  expect(words()).toContain('is a file on the server');
  expect(words()).not.toContain('spam folder');
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Copy invitation link' })));
  expect(screen.getByText('https://floorkey.example/invite#code=b8f7')).toBeTruthy();
});

it('offers no link to those who may not make a password for the person', () => {
  show('files', false);
  expect(screen.queryByRole('button', { name: 'Copy invitation link' })).toBeNull();
});

// A person as the contract tells of them, for tests of screens.
import type { User } from '../../src/contract/endpoints/users.ts';

/** Ana Nagy, active staff with a PIN and a password; `changes` makes her somebody else. */
export function makeUser(changes: Partial<User>): User {
  return {
    id: '0b6ad0f4-6d0f-4f0e-8a39-5f0f6c0d2a22',
    name: 'Ana Nagy',
    apart: null,
    username: 'ana',
    firstName: 'Ana',
    lastName: 'Nagy',
    email: 'ana@example.com',
    role: { id: '7a1d4c0e-5a8f-4d53-9d0c-2f8f5d4a1b11', name: 'Staff' },
    phone: null,
    language: null,
    partner: null,
    units: [],
    isOwner: false,
    state: 'active',
    suspendedBy: [],
    invitation: null,
    undeliveredMail: null,
    pinRequestedAt: null,
    pinChange: null,
    pinExpiresAt: null,
    passwordExpiresAt: null,
    hasPin: true,
    pinDisabled: false,
    hasPassword: true,
    createdAt: '2026-11-22T07:00:00.000Z',
    lastSignInAt: null,
    editable: true,
    accountEditable: true,
    revision: 7,
    ...changes,
  };
}

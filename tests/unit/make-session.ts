// A session of an admin, as the server tells of it.
import type { Session } from '../../src/contract/endpoints/session.ts';
import { allPermissions } from '../../src/contract/permissions.ts';

/** @param userId of the one who is signed in */
export function makeSession(userId: string = crypto.randomUUID()): Session {
  return {
    kind: 'account',
    assurance: 'password',
    user: {
      id: userId,
      ...{ name: 'Ada', username: 'ada', firstName: 'Ada', lastName: '', email: null, language: null },
    },
    mustChange: null,
    isOwner: false,
    isPartner: false,
    limitedToUnits: false,
    role: { id: crypto.randomUUID(), name: 'Admin' },
    permissions: [...allPermissions],
    organization: { id: crypto.randomUUID(), name: 'Northgate' },
    passkeyStep: null,
    stepUpBy: 'any',
    stepUpUntil: null,
    expiresAt: '2030-01-01T00:00:00.000Z',
  };
}

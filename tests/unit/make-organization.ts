// An organization as the contract tells of it, for tests of what its settings say and send.
import type { Organization } from '../../src/contract/endpoints/organization.ts';

/** Riverside, with PINs of six digits and the settings of a new organization. */
export function makeOrganization(): Organization {
  return {
    id: '7a1d4c0e-5a8f-4d53-9d0c-2f8f5d4a1b11',
    name: 'Riverside',
    pinLength: 6,
    signInStyle: 'pin',
    autoLockSeconds: 120,
    leaseHours: 24,
    passwordMinLength: 15,
    generatedPasswords: false,
    generatedPasswordHours: 72,
    temporaryPinDays: 7,
    offlineSignIn: true,
    phoneRule: 'international',
    passkeyRule: 'nobody',
    language: 'en',
    mailDelivery: 'files',
    revision: 3,
  };
}

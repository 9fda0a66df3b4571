// What an organization begins with, until its admins choose otherwise.

export const organizationDefaults = {
  autoLockSeconds: 120,
  leaseHours: 24,
  temporaryPinDays: 7,
  generatedPasswordHours: 72,
} as const;

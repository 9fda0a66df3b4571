// What the audit trail can tell of, with the words for each.

export const auditActions = {
  'organization.set-up': 'Created the organization',
  'organization.changed': 'Changed the organization’s settings',
  'organization.restored': 'Restored the organization from a backup',
  'account.signed-in': 'Signed in with a password',
  'account.sign-in-failed': 'Sign-in with a password failed',
  'account.signed-out': 'Signed out',
  'account.password-changed': 'Changed their password',
  'account.password-recovered': 'Got a new password from the operator',
  'pin.signed-in': 'Signed in with a PIN',
  'pin.sign-in-failed': 'Sign-in with a PIN failed',
  'pin.session-ended': 'PIN session ended',
  'pins.erased': 'Erased every PIN, since the secret key was replaced',
  'user.created': 'Added a person',
  'user.changed': 'Changed a person',
  'user.suspended': 'Suspended a person',
  'user.reinstated': 'Brought a suspended person back',
  'device.authorized': 'Authorized a device',
  'device.revoked': 'Revoked a device',
  'device.wiped': 'Device wiped itself',
  'device.pause-lifted': 'Lifted the pause of a device',
} as const;

export type AuditAction = keyof typeof auditActions;

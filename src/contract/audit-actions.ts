// What the audit trail can tell of, with the words for each, by the groups in which a screen offers them.

const groups = {
  'sign-ins': {
    label: 'Sign-ins',
    actions: {
      'account.signed-in': 'Signed in with a password',
      'account.sign-in-failed': 'Sign-in with a password failed',
      'account.signed-in-with-passkey': 'Signed in with a passkey',
      'account.passkey-sign-in-failed': 'Sign-in with a passkey failed',
      'account.signed-out': 'Signed out',
      'account.session-ended': 'Ended another of their sessions',
      'pin.signed-in': 'Signed in with a PIN',
      'pin.sign-in-failed': 'Sign-in with a PIN failed',
      'pin.session-ended': 'PIN session ended',
      'pin.signed-in-offline': 'Signed in with a PIN offline',
      'pin.sign-in-failed-offline': 'Sign-in with a PIN failed offline',
      'pin.locked-offline': 'Offline sign-in locked after wrong PINs',
      'pin.session-ended-offline': 'PIN session ended offline',
    },
  },
  accounts: {
    label: 'Own accounts and passwords',
    actions: {
      'account.password-changed': 'Changed their password',
      'account.changed': 'Changed their own account',
      'account.password-reset-requested': 'Requested a password reset',
      'account.password-reset': 'Reset their password',
      'account.email-change-requested': 'Requested a change of email address',
      'account.email-changed': 'Changed their email address',
      'account.email-change-stopped': 'Stopped a change of email address',
      'account.passkey-added': 'Added a passkey',
      'account.passkey-renamed': 'Renamed a passkey',
      'account.passkey-removed': 'Removed a passkey',
      'account.pin-changed': 'Changed their PIN',
      'account.password-recovered': 'Got a new password from the operator',
      'access.refused': 'Refused: missing permission',
    },
  },
  people: {
    label: 'Users and invitations',
    actions: {
      'pins.erased': 'Erased all PINs because the secret key was replaced',
      'user.created': 'Added a user',
      'user.changed': 'Changed a user',
      'user.invited': 'Invited a user',
      'user.invitation-link-made': 'Made an invitation link to pass on',
      'user.invitation-cancelled': 'Cancelled an invitation',
      'user.invitation-accepted': 'Accepted an invitation',
      'user.password-generated': 'Generated a password for a user',
      'user.sessions-ended': 'Signed a user out everywhere',
      'user.temporary-pin': 'Gave a user a temporary PIN',
      'user.deleted': 'Deleted a user',
      'user.moved-to-partner': 'Moved a user to a partner',
      'users.imported': 'Imported users from a file',
      'users.import-failed': 'An import of users failed',
      'users.exported': 'Exported the list of users',
      'pin-request.made': 'Requested a new PIN on a tablet',
      'pin-request.dismissed': 'Dismissed a request for a new PIN',
      'mail.failed': 'An email could not be delivered',
      'mail.retried': 'Resent an email',
      'user.suspended': 'Suspended a user',
      'user.reinstated': 'Reactivated a user',
    },
  },
  roles: {
    label: 'Roles and units',
    actions: {
      'role.created': 'Created a role',
      'role.changed': 'Changed a role',
      'role.deleted': 'Deleted a role',
      'unit.created': 'Created a unit',
      'unit.changed': 'Changed a unit',
      'unit.deleted': 'Deleted a unit',
    },
  },
  partners: {
    label: 'Partners',
    actions: {
      'partner.created': 'Added a partner',
      'partner.changed': 'Changed a partner',
      'partner.suspended': 'Suspended a partner',
      'partner.reinstated': 'Reactivated a partner',
    },
  },
  devices: {
    label: 'Devices',
    actions: {
      'device.authorized': 'Authorized a device',
      'device.changed': 'Changed a device',
      'device.revoked': 'Revoked a device',
      'device.wiped': 'Device wiped itself',
      'device.in-two-places': 'Device paused because a copy of it was used',
      'device.paused': 'Device paused after too many wrong PINs',
      'device.event-unreadable': 'Device sent an event that can’t be read',
      'device.event-accepted': 'Accepted an offline event',
      'device.event-rejected': 'Rejected an offline event',
      'device.pause-lifted': 'Lifted the pause of a device',
    },
  },
  apps: {
    label: 'Apps',
    actions: {
      'app.created': 'Added an app',
      'app.changed': 'Changed an app',
      'app.deleted': 'Deleted an app',
      'app.secret-made': 'Made a new secret for an app',
      'app.opened': 'Opened an app',
      'app.logged-out': 'An app ended a session when it was told to',
      'app.logout-failed': 'An app could not be told that a session ended',
    },
  },
  organization: {
    label: 'Organization and audit trail',
    actions: {
      'organization.set-up': 'Created the organization',
      'organization.changed': 'Changed the organization’s settings',
      'organization.passkey-rule-lifted': 'The operator turned off the passkey requirement',
      'organization.ownership-transferred': 'Transferred the ownership',
      'organization.mail-tested': 'Sent a test email',
      'organization.restored': 'Restored the organization from a backup',
      'audit.exported': 'Exported the audit trail',
    },
  },
} as const;

type Groups = typeof groups;
/** Every action stands in a group, so no filter leaves one out. */
export type AuditAction = { [G in keyof Groups]: keyof Groups[G]['actions'] }[keyof Groups];

export const auditActions: Readonly<Record<AuditAction, string>> = {
  ...groups['sign-ins'].actions,
  ...groups.accounts.actions,
  ...groups.people.actions,
  ...groups.roles.actions,
  ...groups.partners.actions,
  ...groups.devices.actions,
  ...groups.apps.actions,
  ...groups.organization.actions,
};

const isAction = (name: string): name is AuditAction => Object.hasOwn(auditActions, name);

/** Each group with its words and its actions. */
export const auditActionGroups = Object.entries(groups).map(([id, { label, actions }]) => ({
  id,
  label,
  actions: Object.keys(actions).filter(isAction),
}));

/** The actions that a filter stands for: a group’s, or the one that it names. */
export function findActions(filter: string): readonly AuditAction[] {
  return auditActionGroups.find(({ id }) => id === filter)?.actions ?? (isAction(filter) ? [filter] : []);
}

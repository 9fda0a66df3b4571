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
      'account.session-ended': 'Signed out one of their other sessions',
      'pin.signed-in': 'Signed in with a PIN',
      'pin.sign-in-failed': 'Sign-in with a PIN failed',
      'pin.session-ended': 'PIN session ended',
      'pin.signed-in-offline': 'Signed in with a PIN while the tablet was offline',
      'pin.sign-in-failed-offline': 'Sign-in with a PIN failed while the tablet was offline',
      'pin.locked-offline': 'Sign-in without a connection was locked after wrong PINs',
      'pin.session-ended-offline': 'PIN session ended while the tablet was offline',
    },
  },
  accounts: {
    label: 'Own accounts and passwords',
    actions: {
      'account.password-changed': 'Changed their password',
      'account.changed': 'Changed their own account',
      'account.password-reset-requested': 'Asked for a link to a new password',
      'account.password-reset': 'Chose a new password by a link',
      'account.email-change-requested': 'Asked for another email address',
      'account.email-changed': 'Changed their email address',
      'account.email-change-stopped': 'Stopped a change of their email address',
      'account.passkey-added': 'Added a passkey',
      'account.passkey-renamed': 'Renamed a passkey',
      'account.passkey-removed': 'Removed a passkey',
      'account.pin-changed': 'Changed their PIN',
      'account.password-recovered': 'Got a new password from the operator',
      'access.refused': 'Was refused for want of a permission',
    },
  },
  people: {
    label: 'People and invitations',
    actions: {
      'pins.erased': 'Erased every PIN, since the secret key was replaced',
      'user.created': 'Added a person',
      'user.changed': 'Changed a person',
      'user.invited': 'Invited a person',
      'user.invitation-cancelled': 'Cancelled an invitation',
      'user.invitation-accepted': 'Accepted an invitation',
      'user.password-generated': 'Had a password made for a person',
      'user.sessions-ended': 'Signed a person out everywhere',
      'user.temporary-pin': 'Gave a person a temporary PIN',
      'user.deleted': 'Deleted a person',
      'user.moved-to-partner': 'Moved a person to a partner',
      'users.imported': 'Imported people from a file',
      'users.import-failed': 'An import of people from a file failed',
      'users.exported': 'Exported the list of people',
      'pin-request.made': 'Asked for a new PIN at a tablet',
      'pin-request.dismissed': 'Dismissed a request for a new PIN',
      'mail.failed': 'A mail could not be delivered',
      'mail.retried': 'Had a mail sent again',
      'user.suspended': 'Suspended a person',
      'user.reinstated': 'Brought a suspended person back',
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
      'partner.reinstated': 'Brought a suspended partner back',
    },
  },
  devices: {
    label: 'Devices',
    actions: {
      'device.authorized': 'Authorized a device',
      'device.changed': 'Changed a device',
      'device.revoked': 'Revoked a device',
      'device.wiped': 'Device wiped itself',
      'device.in-two-places': 'Device paused, since a copy of it was used',
      'device.paused': 'Device paused after too many wrong PINs',
      'device.event-unreadable': 'Device sent an event that can’t be read',
      'device.event-accepted': 'Accepted what a device noted offline',
      'device.event-rejected': 'Rejected what a device noted offline',
      'device.pause-lifted': 'Lifted the pause of a device',
    },
  },
  organization: {
    label: 'Organization and audit trail',
    actions: {
      'organization.set-up': 'Created the organization',
      'organization.changed': 'Changed the organization’s settings',
      'organization.passkey-rule-lifted': 'The operator turned off that a passkey is required',
      'organization.ownership-transferred': 'Handed the ownership over',
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

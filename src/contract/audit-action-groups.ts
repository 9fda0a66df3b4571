// The kinds of things that the audit trail tells of, in the order in which a screen offers them.
import { type AuditAction, auditActions } from './audit-actions.ts';

const groupLabels = {
  'sign-ins': 'Sign-ins',
  accounts: 'Own accounts and passwords',
  people: 'People and invitations',
  roles: 'Roles and units',
  partners: 'Partners',
  devices: 'Devices',
  organization: 'Organization and audit trail',
} as const;

export type AuditActionGroup = keyof typeof groupLabels;

const signIns: ReadonlySet<string> = new Set<AuditAction>([
  'account.signed-in',
  'account.sign-in-failed',
  'account.signed-in-with-passkey',
  'account.passkey-sign-in-failed',
  'account.signed-out',
  'account.session-ended',
  'pin.signed-in',
  'pin.sign-in-failed',
  'pin.session-ended',
]);

const groupsByBeginning: Readonly<Record<string, AuditActionGroup>> = {
  account: 'accounts',
  user: 'people',
  users: 'people',
  'pin-request': 'people',
  access: 'accounts',
  mail: 'people',
  role: 'roles',
  unit: 'roles',
  partner: 'partners',
  device: 'devices',
};

/** What kind of thing an action is. */
function groupOf(action: AuditAction): AuditActionGroup {
  if (signIns.has(action)) return 'sign-ins';
  const [beginning = ''] = action.split('.');
  return groupsByBeginning[beginning] ?? 'organization';
}

const isAction = (name: string): name is AuditAction => Object.hasOwn(auditActions, name);

export const allAuditActions: readonly AuditAction[] = Object.keys(auditActions).filter(isAction);

const isGroup = (name: string): name is AuditActionGroup => Object.hasOwn(groupLabels, name);

/** Each group with its words and its actions. */
export const auditActionGroups = Object.keys(groupLabels)
  .filter(isGroup)
  .map((id) => ({
    id,
    label: groupLabels[id],
    actions: allAuditActions.filter((action) => groupOf(action) === id),
  }));

/** The actions that a filter stands for: a group's, or the one that it names. */
export function findActions(filter: string): readonly AuditAction[] {
  return (
    auditActionGroups.find(({ id }) => id === filter)?.actions ??
    allAuditActions.filter((action) => action === filter)
  );
}

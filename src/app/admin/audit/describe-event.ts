// The words for an audit event: what was done, and the details that a person can make use of.
import { auditActions } from '../../../contract/audit-actions.ts';
import type { AuditEvent } from '../../../contract/endpoints/audit-events.ts';

const actionWords = new Map<string, string>(Object.entries(auditActions));

const fieldWords = new Map([
  ['username', 'username'],
  ['roleId', 'role'],
  ['firstName', 'first name'],
  ['lastName', 'last name'],
  ['pin', 'PIN'],
  ['email', 'e-mail address'],
  ['password', 'password'],
]);

const reasonWords = new Map([
  ['locked', 'Locked'],
  ['idle', 'Nobody touched the tablet'],
  ['reloaded', 'The page was reloaded'],
  ['replaced', 'Somebody else signed in'],
]);

/** What was done; an action that a newer version wrote is named as it stands. */
export function describeAction({ action }: Pick<AuditEvent, 'action'>): string {
  return actionWords.get(action) ?? 'Something that this version of Floorkey has no words for';
}

/** What else is worth knowing, as short phrases. */
export function describeDetail({ detail }: Pick<AuditEvent, 'detail'>): string[] {
  const { changed, role, roleBefore, reason, name, autoLockSeconds, leaseHours, unsentEvents } = detail;
  const phrases: string[] = [];
  if (typeof role === 'string') {
    phrases.push(typeof roleBefore === 'string' ? `role ${roleBefore} → ${role}` : `role ${role}`);
  }
  const fields = Array.isArray(changed)
    ? changed.flatMap((field) => (field === 'roleId' && roleBefore ? [] : (fieldWords.get(field) ?? [])))
    : [];
  if (fields.length > 0) phrases.push(`changed: ${fields.join(', ')}`);
  if (typeof reason === 'string') phrases.push(reasonWords.get(reason) ?? reason);
  if (typeof name === 'string') phrases.push(`name: ${name}`);
  if (typeof autoLockSeconds === 'number') phrases.push(`auto-lock: ${autoLockSeconds} seconds`);
  if (typeof leaseHours === 'number') phrases.push(`lease: ${leaseHours} hours`);
  if (typeof unsentEvents === 'number' && unsentEvents > 0) {
    phrases.push(`${unsentEvents} events were not sent before`);
  }
  return phrases;
}

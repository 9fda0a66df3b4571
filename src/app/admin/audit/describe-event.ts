// The words for an audit event: what was done, and the details that a person can make use of.
import { auditActions } from '../../../contract/audit-actions.ts';
import type { AuditEvent } from '../../../contract/endpoints/audit-events.ts';
import { sayUsers } from '../say-count.ts';
import { describeField, describeValue } from './detail-words.ts';

type Described = Pick<AuditEvent, 'action'> & Partial<Pick<AuditEvent, 'detail'>>;

const actionWords = new Map<string, string>(Object.entries(auditActions));

/** What was done; an action that a newer version wrote is named as it stands. */
export function describeAction({ action, detail }: Described): string {
  const { added, updated } = detail ?? {};
  if (action === 'users.imported' && typeof added === 'number' && typeof updated === 'number') {
    return `Imported ${sayUsers(added + updated)} from a file`;
  }
  return actionWords.get(action) ?? 'Unknown event from a newer version of Floorkey';
}

type Value = AuditEvent['detail'][string];

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isId = (value: Value) => typeof value === 'string' && uuid.test(value);

/** `changed` names fields. @param told those that have words of their own */
function describeChanged(fields: readonly string[], told: ReadonlySet<string>): string | null {
  const words = fields
    .filter((field) => !told.has(field))
    .map(describeField)
    .filter((word) => word !== null);
  return words.length > 0 ? `changed: ${[...new Set(words)].join(', ')}` : null;
}

const sayUnits = (names: readonly string[]) => names.join(', ') || 'the whole organization';

/** A value and what it was before, where both are of a kind that can be told side by side. */
function describeTurn(name: string, before: Value | undefined, value: Value): string | null {
  const isPlain = (one: Value | undefined) =>
    typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean';
  if (isPlain(before) && isPlain(value)) return `${describeValue(before)} → ${describeValue(value)}`;
  if (name === 'units' && Array.isArray(before) && Array.isArray(value))
    return `${sayUnits(before)} → ${sayUnits(value)}`;
  return null;
}

function describePlain(word: string, value: Value): string | null {
  if (Array.isArray(value)) {
    return value.length > 0 ? `${word}: ${value.map(describeValue).join(', ')}` : null;
  }
  if (value === true) return word;
  // Nothing to tell: nobody was moved, nothing was left unsent.
  if (value === false || value === null || value === 0 || value === '' || isId(value)) return null;
  return `${word}: ${describeValue(value)}`;
}

/** What else is worth knowing, as short phrases. */
export function describeDetail({ detail }: Pick<AuditEvent, 'detail'>): string[] {
  const { changed, ...rest } = detail;
  const phrases = Object.entries(rest).flatMap(([name, value]) => {
    // Of an import, a number; of a role, the permissions.
    if (name === 'added' && typeof value === 'number')
      return value > 0 ? [`new: ${value.toLocaleString()}`] : [];
    if (name === 'addressKnown') return value === false ? ['no account has this email address'] : [];
    if (name === 'reason' && typeof value === 'string') return describeValue(value);
    const now = name.replace(/Before$/, '');
    // Told together with what it is now.
    if (now !== name && detail[now] !== undefined && describeTurn(now, value, detail[now])) return [];
    const word = describeField(name);
    if (word === null) return [];
    const turn = describeTurn(name, detail[`${name}Before`], value);
    return (turn ? `${word} ${turn}` : describePlain(word, value)) ?? [];
  });
  const told = new Set([
    'state',
    ...('roleBefore' in detail ? ['roleId'] : []),
    ...('unitsBefore' in detail ? ['unitIds'] : []),
  ]);
  const fields = Array.isArray(changed) ? describeChanged(changed, told) : null;
  return fields === null ? phrases : [...phrases, fields];
}

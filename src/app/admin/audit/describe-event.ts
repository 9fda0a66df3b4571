// The words for an audit event: what was done, and the details that a person can make use of.
import { auditActions } from '../../../contract/audit-actions.ts';
import type { AuditEvent } from '../../../contract/endpoints/audit-events.ts';
import { describeField, describeValue } from './detail-words.ts';

const actionWords = new Map<string, string>(Object.entries(auditActions));

/** What was done; an action that a newer version wrote is named as it stands. */
export function describeAction({ action }: Pick<AuditEvent, 'action'>): string {
  return actionWords.get(action) ?? 'Something that this version of Floorkey has no words for';
}

type Value = AuditEvent['detail'][string];

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isId = (value: Value) => typeof value === 'string' && uuid.test(value);

/** `changed` names fields; being suspended and a new role have words of their own. */
function describeChanged(fields: readonly string[], hasRole: boolean): string | null {
  const words = fields
    .filter((field) => field !== 'state' && !(field === 'roleId' && hasRole))
    .map(describeField)
    .filter((word) => word !== null);
  return words.length > 0 ? `changed: ${[...new Set(words)].join(', ')}` : null;
}

function describePair(word: string, before: Value | undefined, value: Value): string | null {
  const isText = (one: Value | undefined) => typeof one === 'string' || typeof one === 'number';
  if (isText(before) && isText(value)) return `${word} ${describeValue(before)} → ${describeValue(value)}`;
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
    if (name === 'addressKnown') return value === false ? ['nobody has the e-mail address'] : [];
    if (name === 'reason' && typeof value === 'string') return describeValue(value);
    // Told together with what it is now.
    const now = name.replace(/Before$/, '');
    if (now !== name && typeof detail[now] === 'string' && typeof value === 'string') return [];
    const word = describeField(name);
    return word === null ? [] : (describePair(word, detail[`${name}Before`], value) ?? []);
  });
  const fields = Array.isArray(changed) ? describeChanged(changed, 'roleBefore' in detail) : null;
  return fields === null ? phrases : [...phrases, fields];
}

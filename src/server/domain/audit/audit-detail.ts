// What of an event's detail those may read who are limited to units.
import type { AuditDetail } from '../../database/schema/audit-events.ts';
import type { AuditReader } from './audit-filter.ts';

/** What names units, or names and counts users and devices, that may stand outside of somebody's units. */
const reachesBeyond: ReadonlySet<string> = new Set([
  ...['unit', 'unitBefore', 'units', 'unitsBefore', 'parent', 'parentBefore'],
  ...['movedTo', 'moved', 'movedUsers', 'movedDevices', 'movedUnits'],
  ...['askedForPin', 'pinsLost', 'pinsLostBy'],
]);

/** The detail as a reader may have it: whole for those who have the whole organization. */
export function describeDetail(detail: AuditDetail, { scope }: AuditReader): AuditDetail {
  if (scope === null) return detail;
  return Object.fromEntries(Object.entries(detail).filter(([name]) => !reachesBeyond.has(name)));
}

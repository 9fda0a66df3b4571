// What the audit trail shows, as it stands in the address, and what of it the server is asked for.
import { findActions } from '../../../contract/audit-actions.ts';

export interface AuditView {
  personId: string | null;
  deviceId: string | null;
  /** One action or a group of them. */
  action: string | null;
  /** Whole days of this browser's time zone, such as `2026-11-22`; the last one counts. */
  fromDay: string | null;
  toDay: string | null;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const day = /^\d{4}-\d{2}-\d{2}$/;

/** Midnight at the beginning of a day, some days later; `null` for a day that there is not. */
function startOfDay(text: string, daysLater = 0): Date | null {
  const [year = 0, month = 0, date = 0] = text.split('-').map(Number);
  const moment = new Date(year, month - 1, date + daysLater);
  return day.test(text) && new Date(year, month - 1, date).getMonth() === month - 1 ? moment : null;
}

/** Reads a view; what can't be shown is left out. */
export function readAuditView(parameters: URLSearchParams): AuditView {
  const read = (name: string, isGood: (text: string) => boolean) => {
    const text = parameters.get(name);
    return text !== null && isGood(text) ? text : null;
  };
  const isDay = (text: string) => startOfDay(text) !== null;
  return {
    personId: read('person', (text) => uuid.test(text)),
    deviceId: read('device', (text) => uuid.test(text)),
    action: read('action', (text) => findActions(text).length > 0),
    fromDay: read('from', isDay),
    toDay: read('to', isDay),
  };
}

/** The address of a view; what narrows nothing is left out. */
export function writeAuditView({ personId, deviceId, action, fromDay, toDay }: AuditView): URLSearchParams {
  const parts = { person: personId, device: deviceId, action, from: fromDay, to: toDay };
  return new URLSearchParams(
    Object.entries(parts).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}

export const wholeTrail: AuditView = {
  personId: null,
  deviceId: null,
  action: null,
  fromDay: null,
  toDay: null,
};

/** Whether a view leaves anything out. */
export const isNarrowed = (view: AuditView) => Object.values(view).some((value) => value !== null);

/** The filter as the contract has it. */
export function filterOf({ personId, deviceId, action, fromDay, toDay }: AuditView) {
  const from = fromDay ? startOfDay(fromDay) : null;
  const to = toDay ? startOfDay(toDay, 1) : null;
  return {
    ...(personId ? { personId } : {}),
    ...(deviceId ? { deviceId } : {}),
    ...(action ? { action } : {}),
    ...(from ? { from: from.toISOString() } : {}),
    ...(to ? { to: to.toISOString() } : {}),
  };
}

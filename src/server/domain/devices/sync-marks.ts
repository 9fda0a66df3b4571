// Whether the marks of a sync follow those of the syncs before, or are those of a copy of the tablet's storage.
import { createHash } from 'node:crypto';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { devices, pinSessions } from '../../database/schema.ts';
import { aboutDevice, type DeviceAct, record } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { ProblemError } from '../access/problem-error.ts';
import { refuseTwoPlaces } from '../access/two-places.ts';

/** So many are kept, so that a request that was long on its way is known as a late one. */
const keptMost = 8;

const hashMark = (mark: string) => createHash('sha256').update(mark).digest('base64url');

/**
 * Judges the marks of a sync: its own, then those of the tablet's last syncs, the newest first.
 * - The newest that is known here is among the tablet's: it goes on. Where this database has lost the last ones, by a crash
 *   or a change to a standby, the tablet is ahead, and is believed.
 * - The same step as before: an answer was lost, or the request was long on its way.
 * - None of its own before: the first sync of a link, or a browser that lost them. Should that be a copy, the tablet's next
 *   sync shows it.
 * - Anything else: two copies have parted ways.
 * @returns what is to be kept; `null` for two places
 */
export function judgeMarks(known: readonly string[], sent: string): string[] | null {
  const [next = '', ...used] = sent.split('.').map(hashMark);
  const last = known.at(-1);
  if (last === undefined || used.length === 0) return [next];
  if (last === next) return [...known];
  if (used.includes(last)) return [...known, next].slice(-keptMost);
  const at = known.indexOf(next);
  return at > 0 && known[at - 1] === used[0] ? [...known] : null;
}

/** Pauses a device for both places; Authorized Devices and the audit trail say so. */
async function pauseBoth(act: DeviceAct): Promise<void> {
  const { context, device } = act;
  const { id, organizationId } = device;
  const now = context.clock();
  await changeOrganization(context, organizationId, async (tx) => {
    const [first] = await tx
      .update(devices)
      .set({ twoPlacesAt: now })
      .where(and(eq(devices.id, id), isNull(devices.twoPlacesAt), eq(devices.thumbprint, device.thumbprint)))
      .returning({ id: devices.id });
    if (!first) return;
    await tx.delete(pinSessions).where(eq(pinSessions.deviceId, id));
    await record(tx, act, 'device.in-two-places', aboutDevice(device));
  });
}

/**
 * Takes the marks of a sync before anything is told to whoever sends them.
 * @throws ProblemError `device_in_two_places`; `changed_meanwhile` for an older version of the app, which sends none, on a
 * tablet that has sent some: it could not be told from a copy
 */
export async function takeMarks(act: DeviceAct, sent: string | undefined): Promise<void> {
  const { context, device } = act;
  for (let { syncMarks: known } = device; ; ) {
    if (sent === undefined) {
      if (known.length === 0) return;
      throw new ProblemError(
        'changed_meanwhile',
        'A newer version of Floorkey is in use on this tablet. Reload the page.',
      );
    }
    const marks = judgeMarks(known, sent);
    if (marks === null) {
      await pauseBoth(act);
      refuseTwoPlaces();
    }
    if (marks.length === known.length && marks.at(-1) === known.at(-1)) return;
    // Another sync of the same tablet may have come meanwhile.
    const { rowCount } = await context.database.lookUp
      .update(devices)
      .set({ syncMarks: marks })
      .where(and(eq(devices.id, device.id), eq(devices.syncMarks, sql`${sql.param([...known])}::text[]`)));
    if (rowCount !== 0) return;
    const [row] = await context.database.lookUp
      .select({ syncMarks: devices.syncMarks })
      .from(devices)
      .where(eq(devices.id, device.id));
    if (!row) throw new Error('the device is gone');
    known = row.syncMarks;
  }
}

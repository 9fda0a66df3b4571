// Pauses of a device after wrong PINs: how they begin, and what the tablet is answered meanwhile.
import { eq, sql } from 'drizzle-orm';
import { pauseSeconds } from '../../../contract/pin-tries.ts';
import type { Queries } from '../../database/database.ts';
import { devices } from '../../database/schema.ts';
import { aboutDevice } from '../access/act.ts';
import { recordAuditEvent } from '../access/audit.ts';
import { ProblemError } from '../access/problem-error.ts';

/** In milliseconds. */
export const longestPauseMs = Math.max(...pauseSeconds) * 1000;

/** The answer while a device pauses. */
export function devicePaused(pausedUntil: Date): ProblemError {
  return new ProblemError(
    'device_paused',
    'Too many wrong PINs on this tablet. Wait for the countdown, or ask an admin to lift the pause.',
    { retryAt: pausedUntil },
  );
}

type PausableDevice = Pick<typeof devices.$inferSelect, 'id' | 'organizationId' | 'name'>;

/** Pauses a device, which stands in the audit trail; a pause that lasts longer stays. */
export async function pauseDevice(
  tx: Queries,
  { id, organizationId, name }: PausableDevice,
  { until, now, detail }: { until: Date; now: Date; detail: { people?: number; guesses?: number } },
): Promise<Date> {
  const later = sql`greatest(coalesce(${devices.pinPausedUntil}, ${until}), ${until})`;
  await tx.update(devices).set({ pinPausedUntil: later }).where(eq(devices.id, id));
  await recordAuditEvent(tx, {
    organizationId,
    at: now,
    action: 'device.paused',
    ...aboutDevice({ id, name }),
    detail,
  });
  return until;
}

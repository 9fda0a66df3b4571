// Linking a tablet that lost its storage again, as the device that it was.
import { and, eq, isNull } from 'drizzle-orm';
import type { PublicKey } from '../../../contract/public-key.ts';
import type { Queries } from '../../database/database.ts';
import { devices, pinSessions } from '../../database/schema.ts';
import { type Act, aboutDevice, record } from '../access/act.ts';
import { ProblemError } from '../access/problem-error.ts';
import { getDevice } from './device-view.ts';

type NewKey = { id: string; secretHash: Buffer; publicKey: PublicKey; thumbprint: string };

/**
 * Gives a device in force a new key and token, in the transaction of the caller: from its commit on the old ones are worth
 * nothing, but that what was noted under the old key and not sent can still be read. Name, unit and history stay, wrong PINs and a pause, too, so that nobody gets rid of them by emptying a browser.
 * Not verified, since nobody can: that it is the same tablet; the admin says so, with a password just entered.
 * @returns where the chain of its events ends: those that the tablet will note go on from there
 * @throws ProblemError `not_found` for a device that is revoked or that the admin may not see
 */
export async function relinkDevice(
  tx: Queries,
  act: Act,
  { id, secretHash, publicKey, thumbprint }: NewKey,
  now: Date,
): Promise<{ sequence: number; hash: string }> {
  const { signedIn } = act;
  await getDevice(tx, act, id);
  const [before] = await tx
    .select()
    .from(devices)
    .where(and(eq(devices.id, id), isNull(devices.revokedAt)))
    .for('update');
  if (!before) {
    throw new ProblemError(
      'not_found',
      'This device was revoked. Close the dialog and authorize it as a new one.',
    );
  }
  await tx
    .update(devices)
    .set({
      secretHash,
      publicKey,
      thumbprint,
      formerKeys: [before.publicKey, ...before.formerKeys],
      scope: before.scope + 1,
      authorizedAt: now,
      authorizedBy: signedIn.user.id,
      remoteWipe: 'works',
      syncMarks: [],
      twoPlacesAt: null,
      queueLength: 0,
      oldestUnsentAt: null,
    })
    .where(eq(devices.id, id));
  await tx.delete(pinSessions).where(eq(pinSessions.deviceId, id));
  await record(tx, act, 'device.authorized', {
    ...aboutDevice(before),
    detail: { relinked: true, keyThumbprint: thumbprint, unsentBefore: before.queueLength },
  });
  return { sequence: before.eventSequence, hash: before.eventHash };
}

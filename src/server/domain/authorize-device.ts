// Authorizing the tablet that an admin is signed in on.

import type { Device } from '../../contract/endpoints/devices.ts';
import { fold } from '../../contract/fields.ts';
import type { Context } from '../context.ts';
import { makeToken } from '../crypto/tokens.ts';
import { isTaken } from '../database/database.ts';
import type { DevicePublicKey } from '../database/schema/devices.ts';
import { devices } from '../database/schema.ts';
import { recordAuditEvent } from './audit.ts';
import { changeOrganization } from './change.ts';
import { getDevice } from './device-view.ts';
import { fieldProblem } from './problem-error.ts';
import type { Origin, SignedIn } from './signed-in.ts';
import { readTree, requireReachable } from './unit-tree.ts';

/** The refusal of a second device of the same name, at its field; anything else is thrown on. */
export function explainTaken(error: unknown): never {
  if (!isTaken(error, 'devices_name')) throw error;
  throw fieldProblem('device_name_taken', 'name', 'Another device has this name. Choose a different one.');
}

export type NewDevice = {
  name: string;
  /** Left out: none, or the first of those to which the one who authorizes is limited. */
  unitId?: string | null | undefined;
  publicKey: DevicePublicKey;
  thumbprint: string;
};

/**
 * Makes a device of the tablet whose key was proven.
 * @returns the device, and its token: the only time that it is in clear on the server
 * @throws ProblemError `device_name_taken` at the field `name`; at `unitId` for one out of reach
 */
export async function authorizeDevice(
  context: Context,
  signedIn: SignedIn,
  { name, unitId: wantedUnitId, publicKey, thumbprint }: NewDevice,
  origin: Origin,
): Promise<{ device: Device; token: string }> {
  const { organizationId, user } = signedIn;
  const { id, token, secretHash } = makeToken();
  const now = context.clock();
  return changeOrganization(context, organizationId, async (tx) => {
    const tree = await readTree(tx, signedIn);
    const unitId = wantedUnitId === undefined ? (tree.scope?.[0] ?? null) : wantedUnitId;
    requireReachable(tree, 'unitId', unitId);
    await tx.insert(devices).values({
      id,
      organizationId,
      unitId,
      name,
      nameFolded: fold(name),
      secretHash,
      publicKey,
      thumbprint,
      authorizedAt: now,
      authorizedBy: user.id,
    });
    await recordAuditEvent(tx, {
      organizationId,
      at: now,
      action: 'device.authorized',
      actorId: user.id,
      deviceId: id,
      subjectId: id,
      subject: name,
      detail: { keyThumbprint: thumbprint, ...(unitId ? { unit: tree.rows.get(unitId)?.name ?? null } : {}) },
      address: origin.address,
    });
    return { device: await getDevice(tx, signedIn, id, now), token };
  }).catch(explainTaken);
}

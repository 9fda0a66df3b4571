// Renaming a device, and putting it into another unit.
import { eq } from 'drizzle-orm';
import type { Device } from '../../../contract/endpoints/devices.ts';
import { fold } from '../../../contract/fields.ts';
import { devices } from '../../database/schema.ts';
import { type Act, aboutDevice, record } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { ProblemError } from '../access/problem-error.ts';
import { nextScope } from '../access/reset-rosters.ts';
import { requireStepUp } from '../access/step-up.ts';
import { readTree, requireReachable } from '../units/unit-tree.ts';
import { explainTaken } from './authorize-device.ts';
import { getDevice } from './device-view.ts';

export type DeviceChange = { name?: string | undefined; unitId?: string | null | undefined };

/**
 * Changes a device; what is left out stays. Another unit means other users, so the tablet's next pull is a reset.
 * @throws ProblemError `step_up_required` for another unit; `device_name_taken` at `name`; at `unitId` for one out of reach
 */
export async function updateDevice(act: Act, deviceId: string, change: DeviceChange): Promise<Device> {
  const { context, signedIn } = act;
  const { organizationId } = signedIn;
  const now = context.clock();
  return changeOrganization(context, organizationId, async (tx) => {
    const before = await getDevice(tx, act, deviceId);
    if (before.revokedAt)
      throw new ProblemError('not_found', 'This device was revoked. Go back to the list.');
    const unitBefore = before.unit?.id ?? null;
    const { name = before.name, unitId = unitBefore } = change;
    const isMoved = unitId !== unitBefore;
    const tree = await readTree(tx, signedIn);
    if (isMoved) {
      requireReachable(tree, 'unitId', unitId);
      requireStepUp(signedIn, now);
    }
    if (!isMoved && name === before.name) return before;
    await tx
      .update(devices)
      .set({
        name,
        nameFolded: fold(name),
        unitId,
        ...(isMoved ? { scope: nextScope } : {}),
      })
      .where(eq(devices.id, deviceId));
    await record(tx, act, 'device.changed', {
      ...aboutDevice({ id: deviceId, name }),
      detail: {
        ...(name === before.name ? {} : { nameBefore: before.name, name }),
        ...(isMoved
          ? {
              unitBefore: before.unit?.name ?? null,
              unit: (unitId && tree.rows.get(unitId)?.name) || null,
            }
          : {}),
      },
    });
    return getDevice(tx, act, deviceId);
  }).catch(explainTaken);
}

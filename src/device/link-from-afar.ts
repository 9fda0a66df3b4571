// Makes this browser a device by a code that somebody else approves: asks for it, waits, and stores what comes.
import { askForLink, claimLink } from '../contract/endpoints/device-links.ts';
import { storeDevice, storeNewKey } from './authorize-device.ts';
import { callAsDevice } from './call-as-device.ts';
import { createDatabase, type DeviceRecord } from './database.ts';
import type { DeviceKeys } from './device-key.ts';

export type ShownLink = {
  readonly id: string;
  /** To type elsewhere, such as K7QF-2MXT. */
  readonly code: string;
  /** By the server's clock, in milliseconds. */
  readonly expiresAt: number;
  readonly keys: DeviceKeys;
};

/**
 * Makes a key and asks for a code.
 * @throws ApiProblem, Unreachable, StorageFailure
 */
export async function showLink(): Promise<ShownLink> {
  const keys = await storeNewKey(await createDatabase());
  const { id, code, expiresAt } = await callAsDevice({ keys }, askForLink, {});
  return { id, code, expiresAt: Date.parse(expiresAt), keys };
}

/**
 * Asks once whether somebody has approved; when so, this browser is a device once it returns.
 * @returns `null` while nobody has
 * @throws ApiProblem (`link_expired`), Unreachable, StorageFailure
 */
export async function claimDevice({ id, keys }: ShownLink, now = Date.now()): Promise<DeviceRecord | null> {
  const { linked } = await callAsDevice({ keys }, claimLink, { params: { linkId: id } });
  if (!linked) return null;
  const device: DeviceRecord = {
    id: linked.device.id,
    token: linked.token,
    keys,
    organizationName: linked.organizationName,
    deviceName: linked.device.name,
    linkedAt: now,
  };
  await storeDevice(device);
  return device;
}

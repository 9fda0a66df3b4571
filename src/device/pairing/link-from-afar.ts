// Makes this browser a device by a code that somebody else approves: asks for it, waits, and stores what comes.
import { askForLink, claimLink } from '../../contract/endpoints/device-links.ts';
import { callAsDevice } from '../calls/call-as-device.ts';
import { createDatabase, type DeviceRecord, openDatabase } from '../store/database.ts';
import type { DeviceKeys } from '../store/device-key.ts';
import { storeDevice, storeNewKey } from './authorize-device.ts';

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
  const database = await createDatabase();
  const keys = await storeNewKey(database);
  const asked = await callAsDevice({ keys }, askForLink, {});
  const link = { id: asked.id, code: asked.code, expiresAt: Date.parse(asked.expiresAt) };
  // Without it the code works all the same, as long as the page stands.
  await database.put('newKey', { ...keys, link }, 'current').catch(() => undefined);
  return { ...link, keys };
}

/**
 * The code that this browser showed before its page was loaded anew: somebody may have approved it meanwhile.
 * @returns `null` where there is none, or where it is over by the tablet's clock
 */
export async function readShownLink(now = Date.now()): Promise<ShownLink | null> {
  const kept = await (await openDatabase())?.get('newKey', 'current');
  if (!kept?.link || kept.link.expiresAt <= now) return null;
  const { link, privateKey, publicKey } = kept;
  return { ...link, keys: { privateKey, publicKey } };
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
    organizationKey: linked.organizationKey,
    organizationName: linked.organizationName,
    deviceName: linked.device.name,
    linkedAt: now,
    authorizedAt: Date.parse(linked.device.authorizedAt),
  };
  await storeDevice(device);
  return device;
}

// Starts the tablet's side of the page, and makes this browser a device when an admin says so.
import type { DeviceWish } from '../../device/pairing/authorize-device.ts';
import { listenToBroadcasts } from '../../device/store/broadcast.ts';
import { type DeviceRecord, openDatabase } from '../../device/store/database.ts';
import { tryKey } from '../../device/store/device-key.ts';
import { readTablet, type TabletContent } from '../../device/store/roster.ts';
import { toStorageFailure } from '../../device/store/storage-failure.ts';
import { doubtTime, noteTime } from '../../device/store/tablet-time.ts';
import { askForPeriodicSync } from './background-sync.ts';
import { deviceMemory } from './device-memory.ts';
import { showNothingHeld, showTablet, useDeviceState } from './device-state.ts';
import { followServer, heedWorkerMessage, pullSoon } from './follow-server.ts';
import { endPinSession } from './pin-session.ts';
import { wipeTablet } from './wipe-place.ts';
import { registerWorker } from './worker-link.ts';

function link(tablet: TabletContent): void {
  deviceMemory.device = tablet.device;
  showTablet(tablet);
  followServer(tablet.device, tablet.state?.lastContactAt ?? 0);
  askForPeriodicSync().catch(() => undefined);
}

/** What it takes to end one is loaded only where there is one. */
async function closeReloadedSessions(device: DeviceRecord): Promise<void> {
  const database = await openDatabase();
  if (!(await database?.count('openSessions'))) return;
  const { closeReloadedSession } = await import('./offline-session.ts');
  await closeReloadedSession(device);
}

/** A tablet that was off when its lease ended shows nobody of its roster any more. */
async function readTabletInLease(): Promise<TabletContent | undefined> {
  const tablet = await readTablet();
  const isOver = tablet?.state && tablet.users.length > 0 && doubtTime(tablet.state, Date.now()) === 'lease';
  if (!isOver) return tablet;
  await noteTime(Date.now());
  return readTablet();
}

/** Shows what the tablet holds, as fast as its own storage answers, and then gets in touch with the server. Once a page. */
export async function startDevice(): Promise<void> {
  // Without a secure context there are no keys, locks or workers; the screens say what to do.
  if (!isSecureContext) return showNothingHeld('unlinked');
  try {
    listenToBroadcasts(heedWorkerMessage);
    const tablet = await readTabletInLease();
    if (tablet) {
      await tryKey(tablet.device.keys);
      link(tablet);
      endPinSession('reloaded');
      closeReloadedSessions(tablet.device).catch(() => undefined);
    } else showNothingHeld('unlinked');
  } catch (error) {
    showNothingHeld('unlinked', toStorageFailure(error).message);
  }
  await registerWorker();
}

/** Wipes this browser because whoever uses it has just revoked it here. */
export async function wipeThisDevice(): Promise<void> {
  if (deviceMemory.device) await wipeTablet(deviceMemory.device);
}

/**
 * Authorizes this browser under a name, as the admin who is signed in, after a step-up.
 * @throws ApiProblem (`device_name_taken`, `step_up_required` …), Unreachable, StorageFailure
 */
export async function authorizeThisDevice(wish: DeviceWish): Promise<void> {
  const { authorizeDevice } = await import('../../device/pairing/authorize-device.ts');
  beginAsDevice(await authorizeDevice(wish, useDeviceState.getState().standing));
}

/** Goes on as the device that this browser has just become. */
export function beginAsDevice(device: DeviceRecord): void {
  // The link that it held before, where the server no longer knew it.
  deviceMemory.stop?.abort();
  useDeviceState.setState({ standing: null });
  link({ device, state: undefined, users: [], roles: [] });
  // Firefox asks the person, who may take their time; WebKitGTK has no `storage`. The next pull carries the answer.
  void navigator.storage
    ?.persist()
    .then(() => pullSoon())
    .catch(() => undefined);
}

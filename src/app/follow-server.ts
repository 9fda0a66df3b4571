// Keeps the screens in step with the server: follows the change stream, has changes pulled, heeds what others tell.
import type { WorkerMessage } from '../contract/worker-messages.ts';
import { isProblem } from '../device/api-problem.ts';
import { followChanges } from '../device/change-stream.ts';
import type { DeviceRecord } from '../device/database.ts';
import { markLink } from '../device/link-mark.ts';
import { noteContact } from '../device/note-contact.ts';
import { readTablet } from '../device/roster.ts';
import { wipe } from '../device/wipe.ts';
import { deviceMemory } from './device-memory.ts';
import { showConnection, showTablet } from './device-state.ts';
import { checkPinSession, yieldSession } from './pin-session.ts';
import { listenForWakeUps } from './wake-ups.ts';
import { pageWipePlace } from './wipe-place.ts';
import { askToPull, checkForUpdate, noteWorkerAnswer, tellDeviceChanged } from './worker-link.ts';

let lastHeard = 0;

function noteHeard(): void {
  lastHeard = Date.now();
  showConnection(true, lastHeard);
}

/** Shows what a pull, here or in the worker or on another page, has brought. */
async function showPulled(changed: boolean): Promise<void> {
  noteHeard();
  const tablet = await readTablet();
  if (!tablet || !deviceMemory.device) return;
  showTablet(tablet);
  if (changed) await checkPinSession();
}

/** A page that holds a newer link of the same device stays as it is. */
async function wipeIfMeant(device: DeviceRecord, link: string): Promise<void> {
  if ((await markLink(device)) === link) await wipe(device, pageWipePlace);
}

/** Heeds what the worker or another page tells. */
export function heedWorkerMessage(message: WorkerMessage): void {
  const { device } = deviceMemory;
  if (message.type === 'signed-in') {
    yieldSession();
    return;
  }
  noteWorkerAnswer();
  if (message.type === 'pulled') void showPulled(message.changed);
  else if (message.type === 'offline') showConnection(false, lastHeard || null);
  else if (device?.id === message.deviceId) void wipeIfMeant(device, message.link);
}

/** Brings the tablet up to date without waiting for a signal. */
export function pullSoon(): void {
  askToPull(heedWorkerMessage);
}

/** Follows the server for as long as this page is linked. `lastContactAt`: when it was heard before this page. */
export function followServer(device: DeviceRecord, lastContactAt: number): void {
  const stop = new AbortController();
  deviceMemory.stop = stop;
  lastHeard = lastContactAt;
  const startWipe = () => void wipe(device, pageWipePlace);
  tellDeviceChanged();
  pullSoon();
  void followChanges(
    device,
    {
      opened() {
        pullSoon();
        checkForUpdate();
      },
      changed: pullSoon,
      revoked: startWipe,
      refused(problem) {
        if (isProblem(problem, 'device_revoked', 'device_unknown')) startWipe();
      },
      heard() {
        noteHeard();
        noteContact(lastHeard).catch(() => undefined);
      },
      lost(wasOpen) {
        // A stream that broke is opened again at once; only what then fails is worth a word.
        if (!wasOpen || !navigator.onLine) showConnection(false, lastHeard || null);
      },
      onWake: (wake) => listenForWakeUps(wake, () => lastHeard),
    },
    stop.signal,
  );
}

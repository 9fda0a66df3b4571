// Keeps the screens in step with the server: follows the change stream, has changes pulled, heeds what others tell.
import type { WorkerMessage } from '../contract/worker-messages.ts';
import { backOff } from '../device/back-off.ts';
import { followChanges } from '../device/change-stream.ts';
import type { DeviceRecord } from '../device/database.ts';
import { readStanding, type Standing } from '../device/heed-refusal.ts';
import { isSameLink, markLink } from '../device/link-mark.ts';
import { noteContact } from '../device/note-contact.ts';
import { readTablet } from '../device/roster.ts';
import { provesRevocation } from '../device/verify-revocation.ts';
import { deviceMemory } from './device-memory.ts';
import { serverNow, showConnection, showTablet, showUnknown, useDeviceState } from './device-state.ts';
import { checkPinSession, yieldSession } from './pin-session.ts';
import { listenForWakeUps } from './wake-ups.ts';
import { prepareWipe, wipeTablet } from './wipe-place.ts';
import { askToPull, checkForUpdate, noteWorkerAnswer, tellDeviceChanged } from './worker-link.ts';

/** A tablet pulls at least so often, or four times in a lease: a quiet organization gives it no other reason to. */
const longestRestMilliseconds = 15 * 60_000;

let lastHeard = 0;
let failures = 0;
let retry: ReturnType<typeof setTimeout> | undefined;

function noteHeard(): void {
  lastHeard = Date.now();
  showConnection(true, lastHeard);
}

/** Notes that a request got no answer: the screens say since when the server was not heard. */
export function noteUnheard(): void {
  showConnection(false, lastHeard || null);
}

function endRetries(): void {
  clearTimeout(retry);
  retry = undefined;
  failures = 0;
}

/** What the tablet noted must not wait for the next signal. */
function retryLater(): void {
  retry ??= setTimeout(
    () => {
      retry = undefined;
      pullSoon();
    },
    backOff(++failures, Math.random()),
  );
}

function isPullDue(): boolean {
  const { lease } = useDeviceState.getState();
  if (!lease) return false;
  const { leaseUntil, rosterAt } = lease;
  // A clock that was set back says nothing good of the lease, either.
  return Math.abs(serverNow() - rosterAt) >= Math.min(longestRestMilliseconds, (leaseUntil - rosterAt) / 4);
}

/** Shows what a pull, here or in the worker or on another page, has brought. */
async function showPulled(changed: boolean): Promise<void> {
  noteHeard();
  endRetries();
  const tablet = await readTablet();
  if (!tablet || !deviceMemory.device) return;
  if (!isSameLink(tablet.device, deviceMemory.device)) adoptLink(tablet.device);
  showTablet(tablet);
  useDeviceState.setState({ syncProblem: null, standing: null });
  const { offlineSession } = deviceMemory;
  // The roster holds those who may use this tablet, and nobody else.
  if (offlineSession && !tablet.users.some(({ id }) => id === offlineSession.user.id)) yieldSession();
  if (changed) await checkPinSession();
}

/** Linked again on another page: this one goes on with the new link. */
function adoptLink(device: DeviceRecord): void {
  deviceMemory.stop?.abort();
  deviceMemory.device = device;
  followServer(device, lastHeard);
}

/** A page that holds a newer link of the same device stays as it is. */
async function wipeIfMeant(device: DeviceRecord, link: string): Promise<void> {
  if ((await markLink(device)) === link) await wipeTablet(device);
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
  else if (message.type !== 'wiped') {
    if (message.type === 'offline') noteUnheard();
    else if (message.type === 'unknown') showUnknown();
    else useDeviceState.setState({ syncProblem: message.message });
    retryLater();
  } else if (device && device.id === message.deviceId) void wipeIfMeant(device, message.link);
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
  let isOpen = false;
  const heedStanding = (standing: Standing | null) => {
    if (standing === 'revoked') void wipeTablet(device);
    else if (standing === 'unknown') showUnknown();
  };
  tellDeviceChanged();
  prepareWipe();
  pullSoon();
  void followChanges(
    device,
    {
      opened() {
        isOpen = true;
        pullSoon();
        checkForUpdate();
      },
      changed: pullSoon,
      revoked: (statement) =>
        void provesRevocation(device, statement).then((proven) =>
          heedStanding(proven ? 'revoked' : 'unknown'),
        ),
      refused: (problem) => void readStanding(device, problem).then(heedStanding),
      heard() {
        const wasAway = !useDeviceState.getState().connection.online;
        noteHeard();
        if (isOpen && (wasAway || isPullDue())) pullSoon();
        noteContact(lastHeard).catch(() => undefined);
      },
      lost(wasOpen) {
        isOpen = false;
        // A stream that broke is opened again at once; only what then fails is worth a word.
        if (!wasOpen || !navigator.onLine) noteUnheard();
      },
      onWake: (wake) => listenForWakeUps(wake, () => lastHeard),
    },
    stop.signal,
  );
}

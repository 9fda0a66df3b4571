// Keeps the screens in step with the server: follows the change stream, has changes pulled, heeds what others tell.
import { pollSeconds } from '../../contract/durations.ts';
import type { WorkerMessage } from '../../contract/worker-messages.ts';
import { backOff } from '../../device/calls/back-off.ts';
import type { DeviceRecord } from '../../device/store/database.ts';
import { isSameLink, markLink } from '../../device/store/link-mark.ts';
import { noteContact } from '../../device/store/note-contact.ts';
import { readTablet } from '../../device/store/roster.ts';
import { followChanges } from '../../device/sync/change-stream.ts';
import { readStanding, type Standing } from '../../device/sync/heed-refusal.ts';
import { provesRevocation } from '../../device/sync/verify-revocation.ts';
import { deviceMemory } from './device-memory.ts';
import { serverNow, showConnection, showTablet, useDeviceState } from './device-state.ts';
import { checkPinSession, yieldSession } from './pin-session.ts';
import { listenForWakeUps } from './wake-ups.ts';
import { prepareWipe, wipeTablet } from './wipe-place.ts';
import { askToPull, checkForUpdate, noteWorkerAnswer, tellDeviceChanged } from './worker-link.ts';

/** A tablet pulls at least so often, or four times in a lease: a quiet organization gives it no other reason to. */
const longestRestMilliseconds = 15 * 60_000;

/** Without a live stream a tablet asks so often, at most; it strays by a third. */
const pollMilliseconds = pollSeconds * 1_000;
/** The stream pings every 15 s: one that is silent for longer is not live. */
const liveMilliseconds = 20_000;
/** After a sign-in that the server could not judge, people go on without it for so long, though it may answer other calls. */
const troubleMilliseconds = 20_000;

let lastHeard = 0;
let streamHeard = 0;
let isAway = false;
let failures = 0;
let troubledUntil = 0;
let retry: ReturnType<typeof setTimeout> | undefined;

function noteHeard(): void {
  lastHeard = Date.now();
  if (troubledUntil !== 0) return;
  isAway = false;
  showConnection(true, lastHeard);
}

const isLive = () => Math.abs(Date.now() - streamHeard) < liveMilliseconds;

/** Notes that a request got no answer: the screens say since when the server was not heard. */
export function noteUnheard(): void {
  isAway = true;
  showConnection(false, lastHeard || null);
}

/** Notes that a server answered which has something against this tablet. */
export function noteStanding(standing: Standing): void {
  useDeviceState.setState({ standing });
  noteUnheard();
  retryLater();
}

/** Notes that the server could not judge a PIN in time. Only a sync that gets through, which writes there, ends that. */
export function noteTrouble(): void {
  troubledUntil = Date.now() + troubleMilliseconds;
  noteUnheard();
  setTimeout(pullSoon, troubleMilliseconds);
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
  if (Date.now() >= troubledUntil) troubledUntil = 0;
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
    else if (message.type === 'unknown' || message.type === 'two-places') noteStanding(message.type);
    else useDeviceState.setState({ syncProblem: message.message });
    retryLater();
  } else if (device && device.id === message.deviceId) void wipeIfMeant(device, message.link);
}

/** Brings the tablet up to date without waiting for a signal. */
export function pullSoon(): void {
  askToPull(heedWorkerMessage, isLive());
}

/** Pulls now and then while no stream tells when; not all tablets of a hall at once. */
function pollWithoutStream(stop: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = () => {
    timer = setTimeout(
      () => {
        if (!isLive() && retry === undefined) pullSoon();
        wait();
      },
      pollMilliseconds * (2 / 3 + Math.random() / 3),
    );
  };
  wait();
  stop.addEventListener('abort', () => clearTimeout(timer), { once: true });
}

/** Follows the server for as long as this page is linked. `lastContactAt`: when it was heard before this page. */
export function followServer(device: DeviceRecord, lastContactAt: number): void {
  const stop = new AbortController();
  deviceMemory.stop = stop;
  deviceMemory.pullSoon = pullSoon;
  lastHeard = lastContactAt;
  let isOpen = false;
  const heedStanding = (standing: Standing | 'revoked' | null) => {
    if (standing === 'revoked') void wipeTablet(device);
    else if (standing) noteStanding(standing);
  };
  tellDeviceChanged();
  prepareWipe();
  pullSoon();
  pollWithoutStream(stop.signal);
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
        const wasAway = isAway;
        noteHeard();
        streamHeard = lastHeard;
        if (isOpen && (wasAway || isPullDue())) pullSoon();
        noteContact(lastHeard).catch(() => undefined);
      },
      lost(wasOpen) {
        isOpen = false;
        streamHeard = 0;
        if (!navigator.onLine) noteUnheard();
        // Something in between may hold back streams alone: another call tells whether the server is there. One that broke
        // is opened again at once.
        else if (!wasOpen && !isAway) pullSoon();
      },
      onWake: (wake) => listenForWakeUps(wake, () => lastHeard),
    },
    stop.signal,
  );
}

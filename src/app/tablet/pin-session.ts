// Opens and ends the PIN session of this page, and notices when the server ended it.
import {
  endPinSession as endEndpoint,
  signInWithPin as signInEndpoint,
} from '../../contract/endpoints/device.ts';
import { getSession, type Session } from '../../contract/endpoints/session.ts';
import { broadcast } from '../../device/store/broadcast.ts';
import { waitAtMost } from '../../device/store/wait-at-most.ts';
import { callDevice, isProblem, NotLinked, Unreachable } from './api.ts';
import { deviceMemory } from './device-memory.ts';
import { useDeviceState } from './device-state.ts';
import { closeAccount, isAccountOpen } from './open-account.ts';

const endMilliseconds = 3000;

// An end that reached the server after the next sign-in would end that one: sign-ins wait for it.
let ending: Promise<unknown> = Promise.resolve();

function forgetSession(why: 'locked' | 'idle' | 'server' | null): void {
  deviceMemory.pinSession = undefined;
  deviceMemory.offlineSession = undefined;
  useDeviceState.setState({ session: null, sessionEnded: why });
}

/**
 * Opens a PIN session; its token stays in this page's memory, so a reload ends it.
 * @param userId who it is, where the organization signs in by name, then PIN
 * @param milliseconds how long the server has to answer; 15 s unless told
 * @throws ApiProblem (`wrong_pin` with `triesLeft`, `device_paused` with `retryAt`, `pin_disabled`, `busy`), Unreachable
 */
export async function signInWithPin(pin: string, userId?: string, milliseconds?: number): Promise<Session> {
  const startedAt = Date.now();
  const ended = await waitAtMost(
    milliseconds ?? endMilliseconds * 2,
    ending.then(() => true),
  );
  // A server that has not heard of the last end by now does not answer.
  if (!ended) throw new Unreachable('time-out');
  const left = milliseconds === undefined ? {} : { milliseconds: milliseconds - (Date.now() - startedAt) };
  const body = userId === undefined ? { pin } : { pin, userId };
  const { token, session } = await callDevice(signInEndpoint, { body }, left);
  // Wiped while the server was answering: nobody is signed in on a wiped tablet.
  if (!deviceMemory.device) throw new NotLinked();
  // Whoever signed in with a PIN must not be able to go on with somebody's account.
  if (isAccountOpen()) closeAccount().catch(() => undefined);
  deviceMemory.pinSession = token;
  broadcast({ type: 'signed-in' });
  useDeviceState.setState({ session, sessionEnded: null });
  return session;
}

/**
 * Opens a session that the server has not checked, while it can't be reached.
 * @throws OfflineRefusal, StorageFailure
 */
export async function signInOffline(pin: string, userId: string): Promise<void> {
  const { device } = deviceMemory;
  if (!device) throw new NotLinked();
  const offline = await import('./offline-session.ts');
  const session = await offline.openOfflineSession(device, userId, pin);
  if (!deviceMemory.device) throw new NotLinked();
  broadcast({ type: 'signed-in' });
  useDeviceState.setState({ session, sessionEnded: null });
}

/** Ends the PIN session: on this page at once, at the server as soon as it hears of it. */
export function endPinSession(reason: 'locked' | 'idle' | 'reloaded'): void {
  const { device, offlineSession } = deviceMemory;
  if (device && offlineSession) {
    forgetSession(reason === 'reloaded' ? null : reason);
    ending = import('./offline-session.ts')
      .then((offline) => offline.closeOfflineSession(device, offlineSession, reason))
      .catch(() => undefined);
    return;
  }
  const { pinSession = '' } = deviceMemory;
  const { session } = useDeviceState.getState();
  const endedAt = Date.now();
  forgetSession(reason === 'reloaded' ? null : reason);
  const options = { keepalive: true, milliseconds: endMilliseconds };
  ending = callDevice(endEndpoint, { query: { reason } }, options)
    .catch(async (error: unknown) => {
      if (!device || !session || !(error instanceof Unreachable)) return;
      const [id = ''] = pinSession.split('.');
      const offline = await import('./offline-session.ts');
      await offline.noteUnheardEnd(device, { id, user: session.user }, reason, endedAt);
    })
    // Neither heard nor noted: the next sign-in on this device ends it, and so does its time.
    .catch(() => undefined);
}

/** Ends the session of this page for the one that was opened on another page of this tablet. */
export function yieldSession(): void {
  if (!useDeviceState.getState().session) return;
  // The server has ended its own by now.
  if (deviceMemory.offlineSession) endPinSession('locked');
  forgetSession('server');
}

/** Asks the server about the open PIN session: shows a new name or role, and locks when it was ended there. */
export async function checkPinSession(): Promise<void> {
  const asked = deviceMemory.pinSession;
  if (asked === undefined) return;
  try {
    const session = await callDevice(getSession, {});
    if (deviceMemory.pinSession === asked) useDeviceState.setState({ session });
  } catch (error) {
    const ended = isProblem(error, 'not_signed_in');
    if (ended && deviceMemory.pinSession === asked) forgetSession('server');
  }
}

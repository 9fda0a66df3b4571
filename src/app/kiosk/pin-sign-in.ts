// What happens between the last digit and home: the request, and what the pad shows when it fails.
import { useCallback, useEffect, useState } from 'react';
import { ApiProblem, isProblem, Unreachable } from '../tablet/api.ts';
import { serverNow, useDeviceState } from '../tablet/device-state.ts';
import { noteStanding, noteTrouble, noteUnheard, pullSoon } from '../tablet/follow-server.ts';
import { signInOffline, signInWithPin } from '../tablet/pin-session.ts';
import { lookAtTries, mayGoOn } from './offline-way.ts';
import { describePause, describeRefusal, type PinRefusal } from './pin-refusal.ts';

/** Where people may go on without the server, it has so long to judge a PIN, in milliseconds. */
const patience = 2500;

/** No server, one that can't work, or one that does not know this tablet: the PIN was not judged. */
function isUnjudged(error: unknown): boolean {
  if (error instanceof Unreachable) return true;
  return error instanceof ApiProblem && (error.status >= 500 || isRefusalOfDevice(error));
}

const isRefusalOfDevice = (error: unknown) =>
  isProblem(error, 'device_unknown', 'device_revoked', 'device_in_two_places');

/** Asks the server; where it can't judge and it is known whose PIN it is, the tablet decides by itself. */
async function signIn(pin: string, userId: string | undefined): Promise<void> {
  const { connection, policy } = useDeviceState.getState();
  if (connection.online || userId === undefined) {
    try {
      await signInWithPin(pin, userId, mayGoOn(userId) ? patience : undefined);
      return;
    } catch (error) {
      if (!isUnjudged(error)) throw error;
      if (isProblem(error, 'device_in_two_places')) {
        noteStanding('two-places');
        throw error;
      }
      if (isRefusalOfDevice(error)) noteStanding('unknown');
      else if (mayGoOn(undefined) && !(error instanceof Unreachable && !error.isLate)) noteTrouble();
      else if (error instanceof Unreachable) noteUnheard();
      if (userId === undefined || !policy?.offline) throw error;
    }
  }
  await signInOffline(pin, userId);
}

/** Milliseconds after which a message is of no use to the next person at the tablet. */
const forgetAfter = 20_000;

/**
 * Sends the PIN once it is complete. The answer to a right one takes the pad off the screen.
 * @param userId who it is, where the organization signs in by name, then PIN
 */
export function usePinSignIn(userId: string | undefined) {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<PinRefusal | null>(null);
  const [shakeKey, setShakeKey] = useState(0);
  const forget = useCallback(() => setRefusal(null), []);

  const pausedUntil = useDeviceState(({ policy }) => policy?.pausedUntil ?? null);
  useEffect(() => {
    if (pausedUntil === null) return;
    const until = Date.parse(pausedUntil);
    if (until > serverNow()) setRefusal((before) => (before?.pause ? before : describePause(until)));
    // Over, or lifted by an admin.
    return forget;
  }, [pausedUntil, forget]);

  useEffect(() => {
    if (!refusal || refusal.pause) return;
    const timer = setTimeout(forget, forgetAfter);
    return () => clearTimeout(timer);
  }, [refusal, forget]);

  const send = async (pin: string) => {
    setBusy(true);
    setRefusal(null);
    try {
      await signIn(pin, userId);
    } catch (error) {
      const refused = describeRefusal(error);
      lookAtTries();
      setRefusal(refused);
      // So that the tablet hears when the pause is lifted.
      if (refused.pause) pullSoon();
      if (refused.wrong) setShakeKey((key) => key + 1);
    }
    setBusy(false);
  };
  return { busy, refusal, shakeKey, send, forget };
}

// Whether people can sign in on this tablet while the server is away, until when, and why not.
import { useEffect, useState } from 'react';
import { offlineTriesPerDevice } from '../../contract/device-events.ts';
import type { OfflinePolicy, RosterUser } from '../../contract/endpoints/device.ts';
import { findTriesOver, readSpentTries } from '../../device/count-tries.ts';
import { doubtTime, noteTime, type TimeDoubt } from '../../device/tablet-time.ts';
import { type DeviceState, showTime, useDeviceState } from '../device-state.ts';

const lookEveryMilliseconds = 30_000;

export type OfflineWay = {
  /** The server is away, and people may sign in all the same. */
  readonly open: boolean;
  /** Until then, by the tablet's clock. */
  readonly until: number | null;
  /** `unknown`: nothing was pulled yet. `device`: no try is left on this tablet. `lost`: how many were spent. */
  readonly doubt: TimeDoubt | 'unknown' | 'two-places' | 'not-wanted' | 'device' | 'lost' | null;
};

/** Shows how many tries are spent now. */
export function lookAtTries(): void {
  readSpentTries()
    .then((tries) => useDeviceState.setState({ tries }))
    .catch(() => undefined);
}

/** Whether a person may still sign in here while the server is away. */
export function mayTry({ id, verifier }: RosterUser, tries: DeviceState['tries']): boolean {
  return verifier !== null && (!tries || findTriesOver(tries, id) === null);
}

function doubtTries(tries: DeviceState['tries']): 'device' | 'lost' | null {
  if (tries === undefined) return 'lost';
  return tries && tries.device >= offlineTriesPerDevice ? 'device' : null;
}

// For all that show the way, and over sign-ins: the memory is got once for as long as the server is away.
let preparing: Promise<() => void> | undefined;

/** So that the first PIN does not wait for it. */
function getReady(policy: OfflinePolicy): void {
  preparing ??= import('../offline-session.ts').then(({ prepareSignIn }) => prepareSignIn(policy));
  preparing.catch(giveBack);
}

function giveBack(): void {
  preparing?.then((release) => release()).catch(() => undefined);
  preparing = undefined;
}

/** Looks at the clock now and then, also so that one that is set back shows. */
export function useOfflineWay(): OfflineWay {
  const online = useDeviceState(({ connection }) => connection.online);
  const offline = useDeviceState(({ policy }) => policy?.offline ?? null);
  const lease = useDeviceState((state) => state.lease);
  const tries = useDeviceState((state) => state.tries);
  const isCopied = useDeviceState(({ standing }) => standing === 'two-places');
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (online) return;
    const look = () => {
      const time = Date.now();
      setNow(time);
      lookAtTries();
      noteTime(time)
        .then(() => showTime(time))
        .catch(() => undefined);
    };
    look();
    // A tablet that slept does not wait for the next look.
    window.addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    const timer = setInterval(look, lookEveryMilliseconds);
    return () => {
      clearInterval(timer);
      window.removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [online]);
  useEffect(() => {
    if (online) giveBack();
    else if (offline) getReady(offline);
  }, [online, offline]);
  if (online) return { open: false, until: null, doubt: null };
  if (isCopied) return { open: false, until: null, doubt: 'two-places' };
  if (!lease) return { open: false, until: null, doubt: 'unknown' };
  if (!offline) return { open: false, until: null, doubt: 'not-wanted' };
  const doubt = doubtTime(lease, now) ?? doubtTries(tries);
  return { open: doubt === null, until: lease.leaseUntil - lease.serverTimeOffset, doubt };
}

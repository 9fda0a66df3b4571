// Whether people can sign in on this tablet while the server is away, until when, and why not.
import { useEffect, useState } from 'react';
import type { OfflinePolicy, RosterUser } from '../../contract/endpoints/device.ts';
import { offlineTriesPerDevice } from '../../contract/pin-tries.ts';
import { findTriesOver, readSpentTries } from '../../device/offline/count-tries.ts';
import { doubtTime, noteTime, type TimeDoubt } from '../../device/store/tablet-time.ts';
import { type DeviceState, showTime, useDeviceState } from '../tablet/device-state.ts';

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

type Circumstances = Pick<DeviceState, 'standing' | 'lease' | 'tries'> & {
  /** `null`: nobody signs in without the server. */
  readonly offline: OfflinePolicy | null;
};

/** Until when people can sign in without the server, and what keeps everybody from it. */
function findWay(
  { standing, lease, tries, offline }: Circumstances,
  now: number,
): Pick<OfflineWay, 'until' | 'doubt'> {
  if (standing === 'two-places') return { until: null, doubt: 'two-places' };
  if (!lease) return { until: null, doubt: 'unknown' };
  if (!offline) return { until: null, doubt: 'not-wanted' };
  const doubt = doubtTime(lease, now) ?? doubtTries(tries);
  return { until: lease.leaseUntil - lease.serverTimeOffset, doubt };
}

/** Whether the tablet could let this person, or anybody, in by itself right now. */
export function mayGoOn(userId: string | undefined): boolean {
  const { policy, users, ...state } = useDeviceState.getState();
  const { doubt } = findWay({ ...state, offline: policy?.offline ?? null }, Date.now());
  if (doubt !== null) return false;
  return users.some((user) => (userId === undefined || user.id === userId) && mayTry(user, state.tries));
}

// For all that show the way, and over sign-ins: the memory is got once for as long as the server is away.
let preparing: Promise<() => void> | undefined;

/** So that the first PIN does not wait for it. */
function getReady(policy: OfflinePolicy): void {
  preparing ??= import('../tablet/offline-session.ts').then(({ prepareSignIn }) => prepareSignIn(policy));
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
  const standing = useDeviceState((state) => state.standing);
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
  const way = findWay({ standing, lease, tries, offline }, now);
  return { open: way.doubt === null, ...way };
}

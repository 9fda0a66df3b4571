// What the screens know of this tablet: whether it is linked, what it holds, whether the server hears it, who is signed in.
import { create } from 'zustand';
import type { Policy, RosterRole, RosterUser } from '../../contract/endpoints/device.ts';
import type { Session } from '../../contract/endpoints/session.ts';
import type { SpentTries, SyncState } from '../../device/store/database.ts';
import type { TabletContent } from '../../device/store/roster.ts';
import type { Standing } from '../../device/sync/heed-refusal.ts';
import { changeWay, forgetWay, keepWay } from './settle-connection.ts';

export type DeviceState = {
  readonly phase: 'loading' | 'unlinked' | 'linked' | 'wiped';
  /** Why this browser's storage can't be opened, for a person. */
  readonly storageProblem: string | null;
  readonly deviceId: string | null;
  readonly organizationName: string;
  readonly deviceName: string;
  /** `null` until the first pull. */
  readonly policy: Policy | null;
  /** How far the tablet may go by itself; `null` until the first pull. */
  readonly lease: Lease | null;
  /** `since` by the tablet's clock, in milliseconds; offline, it is when the server was last heard. */
  readonly connection: { readonly online: boolean; readonly since: number | null };
  /** What its server says of the tablet: that it does not know it. `null`: nothing against it. */
  readonly standing: Standing | null;
  /** Why the tablet can't be brought up to date though its server may be there, for a person. */
  readonly syncProblem: string | null;
  /** Wrong tries without the server; `undefined` where the count is lost, `null` until it was read. */
  readonly tries: SpentTries | undefined | null;
  readonly users: readonly RosterUser[];
  readonly roles: readonly RosterRole[];
  /** Who is signed in with a PIN. */
  readonly session: Session | null;
  /** Why nobody is signed in any more; `'server'`: the server ended the session. */
  readonly sessionEnded: 'locked' | 'idle' | 'server' | null;
  /** What to add to the tablet's clock to get the server's, in milliseconds. */
  readonly serverTimeOffset: number;
  /** A new version waits, or has taken over behind the pages; `takeUpdate()` brings it nearer. */
  readonly update: 'none' | 'waiting' | 'taken';
};

/** What says until when people may sign in without the server. */
export type Lease = Pick<SyncState, 'leaseUntil' | 'highestTimeSeen' | 'serverTimeOffset' | 'rosterAt'>;

const nothingHeld = {
  storageProblem: null,
  deviceId: null,
  organizationName: '',
  deviceName: '',
  policy: null,
  lease: null,
  connection: { online: true, since: null },
  standing: null,
  syncProblem: null,
  tries: null,
  users: [],
  roles: [],
  session: null,
  sessionEnded: null,
  serverTimeOffset: 0,
} as const;

export const useDeviceState = create<DeviceState>()(() => ({
  ...nothingHeld,
  phase: 'loading',
  update: 'none',
}));

/** Takes everything of the tablet off the screens. */
export function showNothingHeld(phase: 'unlinked' | 'wiped', storageProblem: string | null = null): void {
  forgetWay();
  useDeviceState.setState({ ...nothingHeld, phase, storageProblem });
}

/** Shows what the tablet holds. A wiped page shows nothing of it again, whatever arrives late. */
export function showTablet({ device, state, users, roles }: TabletContent): void {
  useDeviceState.setState((before) =>
    before.phase === 'wiped'
      ? before
      : {
          phase: 'linked',
          deviceId: device.id,
          organizationName: state?.policy.organizationName ?? device.organizationName,
          deviceName: state?.policy.deviceName ?? device.deviceName,
          policy: state?.policy ?? null,
          lease: state ?? null,
          serverTimeOffset: state?.serverTimeOffset ?? 0,
          users,
          roles,
        },
  );
}

/**
 * Shows what time has come, by the tablet's clock, so that one that is set back shows; once the lease is over, nobody of
 * the roster is shown any more.
 */
export function showTime(now: number): void {
  useDeviceState.setState((before) => {
    const { lease, users } = before;
    if (!lease) return before;
    const highestTimeSeen = Math.max(lease.highestTimeSeen, now + lease.serverTimeOffset);
    const ended = highestTimeSeen >= lease.leaseUntil && users.length > 0;
    if (highestTimeSeen === lease.highestTimeSeen && !ended) return before;
    return { lease: { ...lease, highestTimeSeen }, ...(ended ? { users: [], roles: [] } : {}) };
  });
}

/**
 * Notes that the server was heard, at `now`, or that it was not and was last heard at `lastHeard`. What the screens show
 * follows at once, but not twice within some seconds.
 */
export function showConnection(online: boolean, since: number | null): void {
  const { connection } = useDeviceState.getState();
  if (connection.online === online) {
    keepWay();
    if (connection.since === null) useDeviceState.setState({ connection: { online, since } });
  } else changeWay(() => useDeviceState.setState({ connection: { online, since } }));
}

/** The server's clock as well as the tablet knows it, in milliseconds: compare `retryAt` with this. */
export function serverNow(): number {
  return Date.now() + useDeviceState.getState().serverTimeOffset;
}

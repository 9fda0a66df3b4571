// A tablet in the model: what it must hold, what it has noted, and whom it may let in by the rules of the design.
import { createHash } from 'node:crypto';
import type { RosterRole, RosterUser } from '../../../src/contract/endpoints/device.ts';
import type { ProvisionalSession } from '../../../src/device/offline/offline-sign-in.ts';
import type { DeviceRecord, OutboxEvent, SpentTries, SyncState } from '../../../src/device/store/database.ts';
import type { Tries } from './guess-rules.ts';
import type { Roster } from './organization.ts';
import { bitsOf } from './pins.ts';
import type { Mark } from './places.ts';

const settlingMs = 60_000;
const triesPerUser = 5;
const triesPerDevice = 20;

/** What the server told the tablet in one pull. */
export type Told = {
  readonly roster: Roster;
  readonly isOfflineWanted: boolean;
  readonly leaseUntil: number;
  readonly at: number;
};

/** A sign-in that the tablet has noted, as it really was. */
export type Typed = {
  readonly userId: string;
  readonly pin: string;
  readonly rosterAt: number;
  readonly leaseUntil: number;
};

/** What lies in the tablet's database. */
export type Stored = {
  readonly device: DeviceRecord | undefined;
  readonly state: SyncState | undefined;
  readonly users: readonly RosterUser[];
  readonly roles: readonly RosterRole[];
  readonly outbox: readonly OutboxEvent[];
  readonly tries: SpentTries | undefined;
};

export type Noted = {
  readonly sequence: number;
  readonly hash: string;
  readonly jws: string;
  readonly payload: Record<string, unknown>;
  /** When it really happened, by the server's clock, and how often clocks had been set by then. */
  readonly trueAt: number;
  readonly clockSets: number;
};

/** What a tablet goes by while nobody hears it. */
export type Knowledge = {
  readonly told: Told | null;
  readonly offset: number;
  readonly highest: number;
  readonly tries: SpentTries;
};

export const noTries: SpentTries = { device: 0, users: {} };

/** How many tries are spent, whether or not an event tells of the last one. */
export const countsOfTries = ({ device, users }: SpentTries = noTries): SpentTries => ({ device, users });

/** Why the rules forbid to let somebody in at this time, `null` when they allow it. @param now the tablet's clock */
export function whatForbids(
  { told, offset, highest, tries }: Knowledge,
  userId: string,
  pin: string,
  now: number,
): string | null {
  if (!told?.isOfflineWanted) return 'not-wanted';
  const time = now + offset;
  if (Math.max(time, highest) >= told.leaseUntil) return 'lease';
  if (time < highest - settlingMs) return 'clock';
  const verifier = told.roster.users.find(({ id }) => id === userId)?.verifier ?? null;
  if (verifier === null) return 'online-only';
  if (tries.device >= triesPerDevice) return 'device';
  if ((tries.users[userId] ?? 0) >= triesPerUser) return 'user';
  return bitsOf(pin) === verifier ? null : 'wrong-pin';
}

/** The tries after one more: a wrong one counts for person and tablet, a right one forgives the person. */
export function triesAfter({ device, users }: SpentTries, userId: string, isRight: boolean): SpentTries {
  const { [userId]: mine = 0, ...others } = users;
  return isRight
    ? { device, users: others }
    : { device: device + 1, users: { ...others, [userId]: mine + 1 } };
}

/** A session that the server opened on the tablet. */
export type OnlineSession = { readonly token: string; readonly userId: string; readonly mark: Mark };

/** The last session that the server opened on the tablet, whether or not the tablet heard of it. */
export type OpenedSession = { readonly id: string; readonly mark: Mark };

export class ModelTablet implements Knowledge {
  storage: IDBFactory;
  readonly id: string;
  unitId: string | null;
  /** What its clock shows more than the server's, in milliseconds. */
  ahead = 0;
  /** How often its clock or the server's was set. */
  clockSets = 0;
  isOnline = true;
  revokedAt: number | null = null;
  isWiped = false;
  session: ProvisionalSession | null = null;
  onlineSession: OnlineSession | null = null;
  opened: OpenedSession | null = null;
  /** Wrong PINs in a row that the server saw on this tablet, and until when it looks at none. */
  failures = 0;
  pausedUntil = 0;
  /** Whose PINs were wrong without the server, and when it heard of it. */
  readonly failedOffline: { readonly userId: string; readonly at: number }[] = [];
  /** What counts of people on it, of what it is suspected, and up to when wrong PINs of several have paused it. */
  readonly triesOf = new Map<string, Tries>();
  level = { amount: 0, at: 0 };
  triesSettledAt = Number.NEGATIVE_INFINITY;
  /** When the server heard of wrong PINs that it noted. */
  readonly toldFailures: number[] = [];
  /** Everything that it noted for good, by its hash. */
  readonly noted = new Map<string, Noted>();
  /** What was noted after an image that was put back: nobody can have it any more, unless the server got it before. */
  readonly undone = new Set<string>();
  /** By the id of the session. */
  readonly typed = new Map<string, Typed>();
  /** What the server found in a session's start, and when it thinks that it was. */
  readonly starts = new Map<string, { readonly reasons: readonly string[]; readonly at: number }>();
  /** The bodies of its batches of events, whether or not they came to the server. */
  readonly batches: string[] = [];
  /** The last event that the server took. */
  readonly end: { sequence: number; hash: string; at: number | null } = { sequence: 0, hash: '', at: null };
  told: Told | null = null;
  offset = 0;
  highest = 0;
  tries = noTries;
  image: (Knowledge & { readonly storage: IDBFactory }) | null = null;
  wasPutBack = false;

  constructor(id: string, unitId: string | null, storage: IDBFactory) {
    this.id = id;
    this.unitId = unitId;
    this.storage = storage;
  }

  noteTime(now: number): void {
    if (this.told) this.highest = Math.max(this.highest, now + this.offset);
  }

  /** Remembers what lies in the outbox, or was sent. @returns what was not known */
  remember(events: readonly Pick<OutboxEvent, 'sequence' | 'jws'>[], trueAt: number): Noted[] {
    const fresh: Noted[] = [];
    for (const { sequence, jws } of events) {
      const hash = createHash('sha256').update(jws).digest('base64url');
      if (this.noted.has(hash)) continue;
      const payload: Record<string, unknown> = JSON.parse(
        Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString(),
      );
      const noted = { sequence, hash, jws, payload, trueAt, clockSets: this.clockSets };
      this.noted.set(hash, noted);
      fresh.push(noted);
    }
    return fresh;
  }
}

// A tablet in the model: what it must hold, what it has noted, and whom it may let in by the rules of the design.
import { createHash } from 'node:crypto';
import type { RosterRole, RosterUser } from '../../../src/contract/endpoints/device.ts';
import type { DeviceRecord, OutboxEvent, SpentTries, SyncState } from '../../../src/device/database.ts';
import type { ProvisionalSession } from '../../../src/device/offline-sign-in.ts';
import type { Roster } from './organization.ts';
import { bitsOf } from './pins.ts';

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
export type Typed = { readonly userId: string; readonly pin: string; readonly rosterAt: number };

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
};

export class ModelTablet {
  storage: IDBFactory;
  readonly id: string;
  unitId: string | null;
  /** What its clock shows more than the server's, in milliseconds. */
  ahead = 0;
  isOnline = true;
  revokedAt: number | null = null;
  isWiped = false;
  session: ProvisionalSession | null = null;
  /** Everything that it noted for good, by its hash. */
  readonly noted = new Map<string, Noted>();
  /** What was noted after an image that was put back: nobody can have it any more, unless the server got it before. */
  readonly undone = new Set<string>();
  /** By the id of the session. */
  readonly typed = new Map<string, Typed>();
  /** What the server must have found in a session's start. */
  readonly judged = new Map<string, string[]>();
  /** The last event that the server took. */
  readonly end = { sequence: 0, hash: '' };
  told: Told | null = null;
  offset = 0;
  highest = 0;
  tries: SpentTries = { device: 0, users: {} };
  image: {
    storage: IDBFactory;
    told: Told | null;
    offset: number;
    highest: number;
    tries: SpentTries;
  } | null = null;
  wasPutBack = false;

  constructor(id: string, unitId: string | null, storage: IDBFactory) {
    this.id = id;
    this.unitId = unitId;
    this.storage = storage;
  }

  /** Why the rules forbid to let somebody in at this time, `null` when they allow it. @param now the tablet's clock */
  whatForbids(userId: string, pin: string, now: number): string | null {
    if (!this.told?.isOfflineWanted) return 'not-wanted';
    const time = now + this.offset;
    if (Math.max(time, this.highest) >= this.told.leaseUntil) return 'lease';
    if (time < this.highest - settlingMs) return 'clock';
    const verifier = this.told.roster.users.find(({ id }) => id === userId)?.verifier ?? null;
    if (verifier === null) return 'online-only';
    if (this.tries.device >= triesPerDevice) return 'device';
    if ((this.tries.users[userId] ?? 0) >= triesPerUser) return 'user';
    return bitsOf(pin) === verifier ? null : 'wrong-pin';
  }

  noteTime(now: number): void {
    if (this.told) this.highest = Math.max(this.highest, now + this.offset);
  }

  noteTry(userId: string, isRight: boolean): void {
    const { [userId]: mine = 0, ...others } = this.tries.users;
    this.tries = isRight
      ? { device: this.tries.device, users: others }
      : { device: this.tries.device + 1, users: { ...others, [userId]: mine + 1 } };
  }

  /** Remembers what lies in the outbox. @returns what was not known */
  remember({ outbox }: Pick<Stored, 'outbox'>): Noted[] {
    const fresh: Noted[] = [];
    for (const { sequence, jws } of outbox) {
      const hash = createHash('sha256').update(jws).digest('base64url');
      if (this.noted.has(hash)) continue;
      const payload: Record<string, unknown> = JSON.parse(
        Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString(),
      );
      const noted = { sequence, hash, jws, payload };
      this.noted.set(hash, noted);
      fresh.push(noted);
    }
    return fresh;
  }
}

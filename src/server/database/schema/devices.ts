// The tables of authorized devices and of the proofs that they have used.

import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { PublicKey } from '../../../contract/public-key.ts';
import { bytes, instant } from './columns.ts';
import { organizations, units } from './organizations.ts';
import { users } from './users.ts';

export const devices = pgTable(
  'devices',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    unitId: uuid('unit_id').references(() => units.id),
    name: text('name').notNull(),
    nameFolded: text('name_folded').notNull(),
    /** SHA-256 of the token's secret. */
    secretHash: bytes('secret_hash').notNull(),
    publicKey: jsonb('public_key').$type<PublicKey>().notNull(),
    /** RFC 7638 thumbprint of the public key. */
    thumbprint: text('thumbprint').notNull(),
    /** The keys that it had before it was linked again: what it noted with them may still come. */
    formerKeys: jsonb('former_keys').$type<PublicKey[]>().notNull().default([]),
    /** Raised when what this device may hold changes as a whole: its next pull is a reset. */
    scope: integer('scope').notNull().default(1),
    authorizedAt: instant('authorized_at').notNull(),
    authorizedBy: uuid('authorized_by').references(() => users.id),
    lastSeenAt: instant('last_seen_at'),
    lastSyncAt: instant('last_sync_at'),
    leaseEndsAt: instant('lease_ends_at'),
    /** The revision and scope of the roster that it was last given with 10 bits of PINs; `null`: it was given none. */
    rosterRevision: bigint('roster_revision', { mode: 'number' }),
    rosterScope: integer('roster_scope'),
    /** When its last pulls were answered, in milliseconds since 1970, the newest last. */
    rosterPulls: jsonb('roster_pulls').$type<number[]>().notNull().default([]),
    appVersion: text('app_version'),
    storagePersisted: boolean('storage_persisted'),
    /** Whether a change stream reaches it, as it told last. */
    live: boolean('live'),
    queueLength: integer('queue_length').notNull().default(0),
    /** When the oldest event was made that the tablet has not sent. */
    oldestUnsentAt: instant('oldest_unsent_at'),
    /** The number and hash of the last event that was taken. */
    eventSequence: bigint('event_sequence', { mode: 'number' }).notNull().default(0),
    eventHash: text('event_hash').notNull().default(''),
    /** Wrong PINs since the last right one. */
    pinFailures: integer('pin_failures').notNull().default(0),
    pinPausedUntil: instant('pin_paused_until'),
    /** Up to which event wrong PINs have led to a pause, or were forgiven as one was lifted. */
    failuresSettledUpTo: bigint('failures_settled_up_to', { mode: 'number' }).notNull().default(0),
    /** Wrong PINs in the day that began then, whatever right ones came between. */
    pinDayStartedAt: instant('pin_day_started_at'),
    pinDayFailures: integer('pin_day_failures').notNull().default(0),
    /** SHA-256 of the marks of its last syncs, the newest last: a copy of its storage sends others. */
    syncMarks: text('sync_marks').array().notNull().default([]),
    /** Since when it is paused because a copy of its storage was used beside it; linking it again ends that. */
    twoPlacesAt: instant('two_places_at'),
    /** Wrong PINs that only somebody with the 10 bits of users tries on purpose, as they stood then: `guess-level.ts`. */
    guessLevel: doublePrecision('guess_level').notNull().default(0),
    guessLevelAt: instant('guess_level_at'),
    /** Up to when wrong PINs of several users have led to a pause. */
    triesSettledAt: instant('tries_settled_at'),
    revokedAt: instant('revoked_at'),
    /** When it was first told that it is revoked. */
    refusedAt: instant('refused_at'),
    revokedBy: uuid('revoked_by').references(() => users.id),
    /** The signed statement of the revocation, made as it was revoked: a secret key that is lost later does not undo it. */
    revocation: text('revocation'),
    /** Whether it has pinned the key by which its organization signs now; without that it would not wipe itself. */
    remoteWipe: text('remote_wipe', { enum: ['works', 'after-sync', 'after-relink'] })
      .notNull()
      .default('after-sync'),
    wipedAt: instant('wiped_at'),
    /** The receipt as the device signed it. */
    wipeReceipt: text('wipe_receipt'),
    /** How many events went with the wipe, by the receipt. */
    eventsLost: integer('events_lost'),
  },
  (table) => [
    index('devices_organization').on(table.organizationId),
    uniqueIndex('devices_name').on(table.organizationId, table.nameFolded).where(sql`revoked_at is null`),
  ],
);

/** Wrong PINs of one user on one device: how many since the last right one, until a day goes by without any. */
export const deviceTries = pgTable(
  'device_tries',
  {
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    deviceId: uuid('device_id')
      .notNull()
      .references(() => devices.id),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    failures: integer('failures').notNull().default(0),
    failedAt: instant('failed_at'),
    /** When they last came in on the device with their PIN and paid for a mistype: `guess-level.ts`. */
    cameInAt: instant('came_in_at'),
  },
  (table) => [
    primaryKey({ columns: [table.deviceId, table.userId] }),
    index('device_tries_user').on(table.userId),
  ],
);

/** SHA-256 of device and `jti` of each proof, for as long as its nonce would be taken. */
export const usedProofs = pgTable(
  'used_proofs',
  { hash: bytes('hash').primaryKey(), expiresAt: instant('expires_at').notNull() },
  (table) => [index('used_proofs_expiry').on(table.expiresAt)],
);

/**
 * Wrong PINs among what tablets noted: those that they saw, and proofs that did not stand, for junk tells no less of somebody
 * who tampers. Not those of users who had nothing on the tablet to guess at, or whom nobody knows.
 */
export const isWrongPin = sql.raw(
  `(kind = 'sign-in-failed' and not 'not-allowed' = any (reasons) or kind = 'signed-in' and reasons && array['wrong-proof', 'unreadable-proof'])`,
);

/** What tablets noted while nobody heard them, as they sent it, with what the check at the sync found. */
export const deviceEvents = pgTable(
  'device_events',
  {
    position: bigserial('position', { mode: 'number' }).primaryKey(),
    id: uuid('id').notNull(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    deviceId: uuid('device_id')
      .notNull()
      .references(() => devices.id),
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    /** SHA-256 of the compact JWS in base64url: what the next event names. */
    hash: text('hash').notNull(),
    /** What was sent, where it could not be read, so that nothing is lost. */
    jws: text('jws'),
    kind: text('kind').notNull(),
    userId: uuid('user_id'),
    sessionId: uuid('session_id'),
    /** By the tablet's clock, and by the server's as well as it can be told. */
    tabletAt: instant('tablet_at'),
    estimatedAt: instant('estimated_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    /** Reasons to look at it; none for most. */
    reasons: text('reasons').array().notNull(),
    verdict: text('verdict', { enum: ['accepted', 'rejected'] }),
    verdictBy: uuid('verdict_by'),
    verdictAt: instant('verdict_at'),
    detail: jsonb('detail').$type<Record<string, string | number>>().notNull(),
  },
  (table) => [
    unique('device_events_hash').on(table.deviceId, table.hash),
    index('device_events_device').on(table.deviceId, table.sequence),
    index('device_events_received').on(table.deviceId, table.receivedAt),
    index('device_events_open').on(table.deviceId).where(sql`verdict is null and cardinality(reasons) > 0`),
    index('device_events_wrong_pins').on(table.deviceId, table.receivedAt).where(isWrongPin),
    index('device_events_session').on(table.sessionId),
    index('device_events_user').on(table.userId, table.estimatedAt),
  ],
);

/** A tablet that asks to be linked from afar, by a code that it shows. */
export const linkRequests = pgTable(
  'link_requests',
  {
    id: uuid('id').primaryKey(),
    /** HMAC of the code that it shows. */
    codeHash: bytes('code_hash').notNull().unique('link_requests_code'),
    publicKey: jsonb('public_key').$type<PublicKey>().notNull(),
    thumbprint: text('thumbprint').notNull(),
    address: text('address'),
    userAgent: text('user_agent'),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    /** Set by the one approval that it may have. */
    deviceId: uuid('device_id').references(() => devices.id),
    claimedAt: instant('claimed_at'),
  },
  (table) => [index('link_requests_expiry').on(table.expiresAt)],
);

// The tables of authorized devices and of the proofs that they have used.
import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from './columns.ts';
import { organizations, units } from './organizations.ts';
import { users } from './users.ts';

export type DevicePublicKey = { kty: 'EC'; crv: 'P-256'; x: string; y: string };

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
    publicKey: jsonb('public_key').$type<DevicePublicKey>().notNull(),
    /** RFC 7638 thumbprint of the public key. */
    thumbprint: text('thumbprint').notNull(),
    /** Raised when what this device may hold changes as a whole: its next pull is a reset. */
    scope: integer('scope').notNull().default(1),
    authorizedAt: instant('authorized_at').notNull(),
    authorizedBy: uuid('authorized_by').references(() => users.id),
    lastSeenAt: instant('last_seen_at'),
    lastSyncAt: instant('last_sync_at'),
    leaseEndsAt: instant('lease_ends_at'),
    appVersion: text('app_version'),
    storagePersisted: boolean('storage_persisted'),
    queueLength: integer('queue_length').notNull().default(0),
    /** Wrong PINs since the last right one. */
    pinFailures: integer('pin_failures').notNull().default(0),
    pinPausedUntil: instant('pin_paused_until'),
    /** Wrong PINs in the day that began then, whatever right ones came between. */
    pinDayStartedAt: instant('pin_day_started_at'),
    pinDayFailures: integer('pin_day_failures').notNull().default(0),
    revokedAt: instant('revoked_at'),
    revokedBy: uuid('revoked_by').references(() => users.id),
    wipedAt: instant('wiped_at'),
    /** The receipt as the device signed it. */
    wipeReceipt: text('wipe_receipt'),
  },
  (table) => [
    uniqueIndex('devices_name').on(table.organizationId, table.nameFolded).where(sql`revoked_at is null`),
  ],
);

/** SHA-256 of device and `jti` of each proof, for as long as its nonce would be taken. */
export const usedProofs = pgTable(
  'used_proofs',
  { hash: bytes('hash').primaryKey(), expiresAt: instant('expires_at').notNull() },
  (table) => [index('used_proofs_expiry').on(table.expiresAt)],
);

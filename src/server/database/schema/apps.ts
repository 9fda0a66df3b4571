// The tables of apps: what a PIN opens, the secrets by which apps prove who they are, and who is in which of them.
import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { appPictures } from '../../../contract/app-pictures.ts';
import { appKinds, emailRules } from '../../../contract/endpoints/apps.ts';
import { assurances } from '../../../contract/permissions.ts';
import { bytes, instant } from './columns.ts';
import { devices } from './devices.ts';
import { organizations } from './organizations.ts';
import { accountSessions, pinSessions } from './sessions.ts';
import { users } from './users.ts';

export const apps = pgTable(
  'apps',
  {
    /** Also the client id (RFC 6749, section 2.2). */
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    name: text('name').notNull(),
    nameFolded: text('name_folded').notNull(),
    picture: text('picture', { enum: appPictures }).notNull(),
    kind: text('kind', { enum: appKinds }).notNull(),
    /** What a tap on its tile opens. */
    address: text('address').notNull(),
    /** Where it stands among the tiles. */
    place: integer('place').notNull(),
    /** Who sees it: nobody named means everybody. An id that is gone lets nobody in. */
    roleIds: uuid('role_ids').array().notNull(),
    unitIds: uuid('unit_ids').array().notNull(),
    deviceIds: uuid('device_ids').array().notNull(),
    /** Which email address it gets to know. */
    email: text('email', { enum: emailRules }).notNull(),
    /** Where a sign-in leads back to, letter for letter. */
    redirectUris: text('redirect_uris').array().notNull(),
    afterLogoutUris: text('after_logout_uris').array().notNull(),
    /** Where it is told that a session has ended (OpenID Connect Back-Channel Logout 1.0). */
    logoutUri: text('logout_uri'),
    /** Whether that may be an address of the shop’s own network. */
    privateLogout: boolean('private_logout').notNull(),
    /** It can’t keep a secret: PKCE alone binds its codes. */
    isPublic: boolean('is_public').notNull(),
    revision: bigint('revision', { mode: 'number' }).notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [unique('apps_name').on(table.organizationId, table.nameFolded)],
);

export const appSecrets = pgTable(
  'app_secrets',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    appId: uuid('app_id')
      .notNull()
      .references(() => apps.id, { onDelete: 'cascade' }),
    secretHash: bytes('secret_hash').notNull(),
    createdAt: instant('created_at').notNull(),
    /** Until when one works that another has replaced. */
    endsAt: instant('ends_at'),
  },
  (table) => [index('app_secrets_app').on(table.appId)],
);

/** By which an organization’s OpenID provider signs; made at the first need. */
export const appKeys = pgTable(
  'app_keys',
  {
    /** Also the key id (RFC 7517, section 4.5). */
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    alg: text('alg', { enum: ['RS256', 'ES256'] }).notNull(),
    /** The private key, under a key outside of the database. */
    sealed: bytes('sealed').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [unique('app_keys_alg').on(table.organizationId, table.alg)],
);

/** Who is in which app. It hangs on the session that opened it: with that gone, whatever ended it, nothing of it works. */
export const appSessions = pgTable(
  'app_sessions',
  {
    /** Also the grant of the provider, and the `sid` that the app knows. */
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    appId: uuid('app_id')
      .notNull()
      .references(() => apps.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    deviceId: uuid('device_id').references(() => devices.id),
    pinSessionId: uuid('pin_session_id').references(() => pinSessions.id, { onDelete: 'set null' }),
    accountSessionId: uuid('account_session_id').references(() => accountSessions.id, {
      onDelete: 'set null',
      // A passkey gives the session another id.
      onUpdate: 'cascade',
    }),
    assurance: text('assurance', { enum: assurances }).notNull(),
    openedAt: instant('opened_at').notNull(),
    endedAt: instant('ended_at'),
    /** Whether the app was told of the end, where it has an address for that. */
    logout: text('logout', { enum: ['none', 'waiting', 'answered', 'failed'] })
      .notNull()
      .default('none'),
    /** Why it was not, for a person. */
    logoutFailure: text('logout_failure'),
    logoutAt: instant('logout_at'),
  },
  (table) => [
    index('app_sessions_pin').on(table.pinSessionId),
    index('app_sessions_account').on(table.accountSessionId),
    index('app_sessions_app').on(table.appId, table.openedAt),
    index('app_sessions_open').on(table.openedAt).where(sql`ended_at is null`),
    index('app_sessions_cut')
      .on(table.openedAt)
      .where(sql`ended_at is null and pin_session_id is null and account_session_id is null`),
  ],
);

/** What the provider keeps: codes, tokens, sign-ins on their way. */
export const appArtifacts = pgTable(
  'app_artifacts',
  {
    /** SHA-256 of organization, kind and id: a dump opens nothing. */
    hash: bytes('hash').primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    kind: text('kind').notNull(),
    appSessionId: uuid('app_session_id').references(() => appSessions.id, { onDelete: 'cascade' }),
    /** As the provider gave it, without its id. */
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
    expiresAt: instant('expires_at').notNull(),
    consumedAt: instant('consumed_at'),
  },
  (table) => [
    index('app_artifacts_session').on(table.appSessionId),
    index('app_artifacts_expiry').on(table.expiresAt),
  ],
);

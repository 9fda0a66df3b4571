// The tables of apps: what a PIN opens, and the secrets by which apps prove who they are.
import { bigint, boolean, index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { appPictures } from '../../../contract/app-pictures.ts';
import { appKinds, emailRules } from '../../../contract/endpoints/apps.ts';
import { bytes, instant } from './columns.ts';
import { organizations } from './organizations.ts';

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

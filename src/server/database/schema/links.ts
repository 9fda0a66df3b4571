// The table of one-time links, and that of organizations which somebody has asked for and not yet confirmed.
import { boolean, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { languages } from '../../../contract/languages.ts';
import { bytes, instant } from './columns.ts';
import { organizations } from './organizations.ts';
import { users } from './users.ts';

export const linkKinds = ['invitation', 'password-reset', 'email-change', 'email-change-stop'] as const;
export type LinkKind = (typeof linkKinds)[number];

export const oneTimeLinks = pgTable(
  'one_time_links',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    kind: text('kind', { enum: linkKinds }).notNull(),
    secretHash: bytes('secret_hash').notNull(),
    /** The address that it went to, or, for a change of address, the one that is to be taken. */
    email: text('email').notNull(),
    /** Somebody was shown it to pass it on, so that whoever opens it has not shown to read mails to that address. */
    isShown: boolean('is_shown').notNull().default(false),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
    /** A newer one took its place, or what it stood for is gone. */
    voidedAt: instant('voided_at'),
    /** For a way to stop a change of address: the link that makes the change. */
    stopsLinkId: uuid('stops_link_id'),
  },
  (table) => [
    index('one_time_links_user').on(table.userId, table.kind),
    index('one_time_links_expiry').on(table.expiresAt),
  ],
);

/** Belongs to no organization yet. */
export const signUps = pgTable(
  'sign_ups',
  {
    id: uuid('id').primaryKey(),
    secretHash: bytes('secret_hash').notNull(),
    organizationName: text('organization_name').notNull(),
    firstName: text('first_name').notNull(),
    lastName: text('last_name').notNull(),
    email: text('email').notNull(),
    language: text('language', { enum: languages }).notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [index('sign_ups_expiry').on(table.expiresAt)],
);

// The tables of the people of an organization.
import { bigint, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from './columns.ts';
import { organizations, roles, units } from './organizations.ts';

export const users = pgTable(
  'users',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    roleId: uuid('role_id')
      .notNull()
      .references(() => roles.id),
    username: text('username').notNull(),
    usernameFolded: text('username_folded').notNull(),
    firstName: text('first_name').notNull().default(''),
    lastName: text('last_name').notNull().default(''),
    email: text('email'),
    emailFolded: text('email_folded'),
    /** Argon2id in its PHC form. */
    passwordHash: text('password_hash'),
    /** AEAD(key, S); without the key outside the database it allows no guessing. */
    pinSealed: bytes('pin_sealed'),
    /** HMAC(lookup key, S): finds the one user who has a PIN. */
    pinLookup: bytes('pin_lookup'),
    pinFailures: integer('pin_failures').notNull().default(0),
    state: text('state', { enum: ['active', 'suspended'] })
      .notNull()
      .default('active'),
    revision: bigint('revision', { mode: 'number' }).notNull(),
    createdAt: instant('created_at').notNull(),
    lastSignInAt: instant('last_sign_in_at'),
  },
  (table) => [
    unique('users_username').on(table.organizationId, table.usernameFolded),
    unique('users_email').on(table.organizationId, table.emailFolded),
    unique('users_pin').on(table.organizationId, table.pinLookup),
    index('users_revision').on(table.organizationId, table.revision),
    index('users_role').on(table.roleId),
    index('users_email_folded').on(table.emailFolded),
  ],
);

/** The units that a user is limited to, with all below them; a user without a row has the whole organization. */
export const userUnits = pgTable(
  'user_units',
  {
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    unitId: uuid('unit_id')
      .notNull()
      .references(() => units.id),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.unitId] }),
    index('user_units_unit').on(table.unitId),
  ],
);

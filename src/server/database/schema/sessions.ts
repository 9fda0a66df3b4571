// The tables of who is signed in where.
import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from './columns.ts';
import { devices } from './devices.ts';
import { organizations } from './organizations.ts';
import { users } from './users.ts';

export const accountSessions = pgTable(
  'account_sessions',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    secretHash: bytes('secret_hash').notNull(),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at').notNull(),
    assurance: text('assurance', { enum: ['password', 'passkey'] })
      .notNull()
      .default('password'),
    /** When the password was last entered, or a passkey used. */
    steppedUpAt: instant('stepped_up_at').notNull(),
    steppedUpBy: text('stepped_up_by', { enum: ['password', 'passkey'] })
      .notNull()
      .default('password'),
    address: text('address'),
    userAgent: text('user_agent'),
  },
  (table) => [index('account_sessions_user').on(table.userId)],
);

export const pinSessions = pgTable(
  'pin_sessions',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    deviceId: uuid('device_id')
      .notNull()
      .references(() => devices.id)
      .unique('pin_sessions_device'),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    secretHash: bytes('secret_hash').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('pin_sessions_user').on(table.userId)],
);

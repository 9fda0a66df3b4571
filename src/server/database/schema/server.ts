// The tables of the server itself, which belong to no organization.
import { bigint, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from './columns.ts';

export const setupCodes = pgTable('setup_codes', {
  id: uuid('id').primaryKey(),
  secretHash: bytes('secret_hash').notNull(),
  createdAt: instant('created_at').notNull(),
});

/** One row: shows that the secret key of a start is the one that sealed what is stored. */
export const keyCheck = pgTable('key_check', {
  id: integer('id').primaryKey(),
  mac: bytes('mac').notNull(),
});

/** The table that rate-limiter-flexible counts in; its columns are that library's. */
export const attemptLimits = pgTable('attempt_limits', {
  key: text('key').primaryKey(),
  points: integer('points').notNull().default(0),
  expire: bigint('expire', { mode: 'number' }),
});

// The tables of the users of an organization.
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
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
import { languages } from '../../../contract/languages.ts';
import { byteOrdered, bytes, instant } from './columns.ts';
import { organizations, partners, roles, units } from './organizations.ts';

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
    /** The address as `foldAddress` makes it: equal for spellings that a person takes for one. */
    emailFolded: text('email_folded'),
    /** The folded address at which the user opened a link, or read a password, that was mailed there; it proves `email` while they are the same. */
    provenEmail: text('proven_email'),
    /** E.164; `null` also stands for "no phone yet". */
    phone: text('phone'),
    language: text('language', { enum: languages }),
    /** The outside company whose user this is. */
    partnerId: uuid('partner_id').references(() => partners.id),
    /** Kept equal to the partner's state, so that every check of a user sees it. */
    partnerSuspended: boolean('partner_suspended').notNull().default(false),
    /** Argon2id in its PHC form. */
    passwordHash: text('password_hash'),
    /** A password that the system made: the next sign-in asks for one's own. */
    passwordMustChange: boolean('password_must_change').notNull().default(false),
    /** Until when such a password works. */
    passwordExpiresAt: instant('password_expires_at'),
    /** The folded address to which such a password was mailed and nobody else was shown it: whoever signs in with it reads that mailbox. */
    passwordMailedTo: text('password_mailed_to'),
    /** AEAD(key, S); without the key outside the database it allows no guessing. */
    pinSealed: bytes('pin_sealed'),
    /** HMAC(lookup key, S): finds the one user who has a PIN. */
    pinLookup: bytes('pin_lookup'),
    pinFailures: integer('pin_failures').notNull().default(0),
    /** Since when the PIN is what it is. */
    pinSetAt: instant('pin_set_at'),
    /** How many digits the PIN has; `null` without a PIN. */
    pinLength: integer('pin_length'),
    /** A temporary PIN, or one that a revoked device knew 10 bits of: the next sign-in asks for a new one. */
    pinMustChange: boolean('pin_must_change').notNull().default(false),
    /** Until when a temporary PIN works; `null` for one's own, also where a new one is asked for. */
    pinExpiresAt: instant('pin_expires_at'),
    /** Deleted users keep their names for the audit trail, and nothing else. */
    state: text('state', { enum: ['active', 'suspended', 'deleted'] })
      .notNull()
      .default('active'),
    revision: bigint('revision', { mode: 'number' }).notNull(),
    createdAt: instant('created_at').notNull(),
    lastSignInAt: instant('last_sign_in_at'),
    /** What lists are sorted by. */
    nameSorted: text('name_sorted')
      .notNull()
      .generatedAlwaysAs(sql`lower(coalesce(nullif(trim(first_name || ' ' || last_name), ''), username))`),
    /**
     * The folded words that a search looks through, as `index-people.ts` writes them; a trigger keeps `userWords` equal.
     * `null`: something changed, or was restored, and they are to be written anew.
     */
    searched: text('searched'),
  },
  (table) => [
    uniqueIndex('users_username')
      .on(table.organizationId, table.usernameFolded)
      .where(sql`state <> 'deleted'`),
    unique('users_email').on(table.organizationId, table.emailFolded),
    unique('users_pin').on(table.organizationId, table.pinLookup),
    index('users_revision').on(table.organizationId, table.revision),
    index('users_role').on(table.roleId),
    index('users_email_folded').on(table.emailFolded),
    index('users_by_name')
      .on(table.organizationId, table.nameSorted, table.id)
      .where(sql`state <> 'deleted'`),
    index('users_by_creation')
      .on(table.organizationId, table.createdAt, table.id)
      .where(sql`state <> 'deleted'`),
    index('users_unread').on(table.organizationId).where(sql`searched is null and state <> 'deleted'`),
    index('users_partner').on(table.partnerId),
    index('users_pin_length').on(table.organizationId, table.pinLength),
  ],
);

/** The words of `users.searched`, one a row: the index of a search. Triggers alone write it. */
export const userWords = pgTable(
  'user_words',
  {
    organizationId: uuid('organization_id').notNull(),
    word: byteOrdered('word').notNull(),
    userId: uuid('user_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.word, table.userId] })],
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

/** "Forgot your PIN?" from a pad, until somebody answers or dismisses it; a user has at most one. */
export const pinRequests = pgTable(
  'pin_requests',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id)
      .unique('pin_requests_user'),
    deviceId: uuid('device_id').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('pin_requests_organization').on(table.organizationId, table.createdAt)],
);

/** What became of the rows of an import that are written. */
export type ImportProgress = {
  added: number;
  updated: number;
  skipped: number;
  /** Rows that no longer fitted when their turn came, and why. */
  leftOut: { row: number; message: string }[];
  /** Whom to invite of the rows that were written last. */
  inviteIds: string[];
};

/** A file of users that is being checked, or written by a job. */
export const userImports = pgTable(
  'user_imports',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    startedBy: uuid('started_by')
      .notNull()
      .references(() => users.id),
    state: text('state', { enum: ['checked', 'running', 'done', 'failed'] }).notNull(),
    /** The rows, which may hold PINs, under the key for things kept for a moment; gone once it is done. */
    sealed: bytes('sealed'),
    total: integer('total').notNull(),
    /** So many rows of the file are written, and that for good: what comes after a crash goes on behind them. */
    done: integer('done').notNull().default(0),
    /** What became of those rows; it is written together with them. */
    progress: jsonb('progress').$type<ImportProgress>(),
    /** How many users got a temporary PIN in the place of the one in the file. */
    madePins: integer('made_pins').notNull().default(0),
    /** Why it ended before its last row or, when it is done, what was left undone, for a person. */
    failure: text('failure'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('user_imports_organization').on(table.organizationId, table.createdAt)],
);

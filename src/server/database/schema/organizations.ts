// The tables of the organization, its roles, its units and what left its roster.

import {
  type AnyPgColumn,
  bigint,
  boolean,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { builtInRoleKeys } from '../../../contract/built-in-roles.ts';
import { passkeyRules } from '../../../contract/endpoints/organization.ts';
import { passwordLengthRange } from '../../../contract/fields.ts';
import { languages } from '../../../contract/languages.ts';
import { organizationDefaults } from '../../../contract/organization-defaults.ts';
import { bytes, instant } from './columns.ts';

export const organizations = pgTable('organizations', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  /** Raised in the transaction that changes a user, role, unit or policy. */
  revision: bigint('revision', { mode: 'number' }).notNull().default(0),
  /** Made anew by a restore, so that no tablet trusts a cursor from a future that was undone. */
  syncEpoch: uuid('sync_epoch').notNull(),
  pinSalt: bytes('pin_salt').notNull(),
  pinLength: integer('pin_length').notNull().default(6),
  signInStyle: text('sign_in_style', { enum: ['pin', 'name-then-pin'] })
    .notNull()
    .default('pin'),
  autoLockSeconds: integer('auto_lock_seconds').notNull().default(organizationDefaults.autoLockSeconds),
  leaseHours: integer('lease_hours').notNull().default(organizationDefaults.leaseHours),
  /** Whether tablets may let users in while they hear nothing of the server. */
  offlineSignIn: boolean('offline_sign_in').notNull().default(true),
  /** What new passwords need at least. */
  passwordMinLength: integer('password_min_length').notNull().default(passwordLengthRange.min),
  /** Whether admins may have the system make a user's first password. */
  generatedPasswords: boolean('generated_passwords').notNull().default(false),
  /** How long temporary PINs and generated passwords work. */
  temporaryPinDays: integer('temporary_pin_days').notNull().default(organizationDefaults.temporaryPinDays),
  generatedPasswordHours: integer('generated_password_hours')
    .notNull()
    .default(organizationDefaults.generatedPasswordHours),
  phoneRule: text('phone_rule', { enum: ['international', 'north-america'] })
    .notNull()
    .default('international'),
  /** Of whom a passkey is required. */
  passkeyRule: text('passkey_rule', { enum: passkeyRules }).notNull().default('nobody'),
  /** The language of mails to users who have chosen none. */
  language: text('language', { enum: languages }).notNull().default('en'),
  createdAt: instant('created_at').notNull(),
});

export const roles = pgTable(
  'roles',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    name: text('name').notNull(),
    nameFolded: text('name_folded').notNull(),
    builtIn: text('built_in', { enum: builtInRoleKeys }),
    permissions: text('permissions').array().notNull(),
    revision: bigint('revision', { mode: 'number' }).notNull(),
  },
  (table) => [
    unique('roles_name').on(table.organizationId, table.nameFolded),
    index('roles_revision').on(table.organizationId, table.revision),
  ],
);

export const units = pgTable(
  'units',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    parentId: uuid('parent_id').references((): AnyPgColumn => units.id),
    name: text('name').notNull(),
    nameFolded: text('name_folded').notNull(),
    revision: bigint('revision', { mode: 'number' }).notNull().default(0),
  },
  (table) => [
    unique('units_name').on(table.organizationId, table.parentId, table.nameFolded).nullsNotDistinct(),
    index('units_parent').on(table.parentId),
  ],
);

/** Outside companies whose users get accounts. */
export const partners = pgTable(
  'partners',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    name: text('name').notNull(),
    nameFolded: text('name_folded').notNull(),
    contactName: text('contact_name').notNull().default(''),
    contactEmail: text('contact_email'),
    /** E.164. */
    contactPhone: text('contact_phone'),
    state: text('state', { enum: ['active', 'suspended'] })
      .notNull()
      .default('active'),
    revision: bigint('revision', { mode: 'number' }).notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [unique('partners_name').on(table.organizationId, table.nameFolded)],
);

/** Rows that are gone, so that a tablet that was away hears of it. */
export const removals = pgTable(
  'removals',
  {
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    kind: text('kind', { enum: ['user', 'role'] }).notNull(),
    removedId: uuid('removed_id').notNull(),
    revision: bigint('revision', { mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.kind, table.removedId] }),
    index('removals_revision').on(table.organizationId, table.revision),
  ],
);

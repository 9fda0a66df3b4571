// The append-only table of who did what, where and when.
import {
  bigint,
  bigserial,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytes, instant } from './columns.ts';
import { organizations } from './organizations.ts';

export type AuditDetail = Record<string, string | number | boolean | null | string[]>;

// No foreign keys to users and devices: the trail must never stand in the way of, or follow, a change of what it tells of.
export const auditEvents = pgTable(
  'audit_events',
  {
    position: bigserial('position', { mode: 'bigint' }).primaryKey(),
    id: uuid('id').notNull().unique('audit_events_id'),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    at: instant('at').notNull(),
    action: text('action').notNull(),
    actorId: uuid('actor_id'),
    /** Who did it, as they were called at that time; none in events that were written before this was kept. */
    actorName: text('actor_name'),
    deviceId: uuid('device_id'),
    subjectId: uuid('subject_id'),
    /** What it was done to, as it was called at that time. */
    subject: text('subject'),
    detail: jsonb('detail').$type<AuditDetail>().notNull(),
    address: text('address'),
  },
  (table) => [
    index('audit_events_organization').on(table.organizationId, table.position),
    index('audit_events_actor').on(table.organizationId, table.actorId, table.at),
    index('audit_events_subject').on(table.organizationId, table.subjectId, table.at),
    index('audit_events_device').on(table.organizationId, table.deviceId, table.at),
    index('audit_events_action').on(table.organizationId, table.action, table.at),
    index('audit_events_at').on(table.organizationId, table.at, table.position),
  ],
);

// No foreign keys: they follow events, which have one, and each more would be looked up at the commit of every sign-in.
const lanePlace = () => ({
  organizationId: uuid('organization_id').notNull(),
  /** The device that the first event of the transaction tells of, else the organization: tablets never wait for each other. */
  lane: uuid('lane').notNull(),
  sequence: bigint('sequence', { mode: 'number' }).notNull(),
  /** SHA-256 over the hash of the event before in the lane and this event. */
  hash: bytes('hash').notNull(),
});

/** The end of each lane, written by a trigger at the commit, and by nothing else. */
export const auditLanes = pgTable('audit_lanes', lanePlace(), (table) => [
  primaryKey({ columns: [table.organizationId, table.lane] }),
]);

/** Events that wait for their place in the chain, numbered as they were committed. Written like `audit_lanes`. */
export const auditTail = pgTable(
  'audit_tail',
  {
    number: bigserial('number', { mode: 'number' }).notNull(),
    position: bigint('position', { mode: 'bigint' }).notNull(),
    ...lanePlace(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.position] })],
);

/** Up to where each lane stands in the chain. */
export const auditMarks = pgTable('audit_marks', lanePlace(), (table) => [
  primaryKey({ columns: [table.organizationId, table.lane] }),
]);

/** The place of each event in its organization's chain. Written by `floorkey_chain_tail`, and by nothing else. */
export const auditChain = pgTable(
  'audit_chain',
  {
    /** Below zero: of an event that was gone from the tail. */
    position: bigint('position', { mode: 'bigint' }).primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    /** SHA-256 over the hash of the event before and this event. */
    hash: bytes('hash').notNull(),
  },
  (table) => [unique('audit_chain_sequence').on(table.organizationId, table.sequence)],
);

/** The end of each organization's chain. */
export const auditHeads = pgTable('audit_heads', {
  organizationId: uuid('organization_id')
    .primaryKey()
    .references(() => organizations.id),
  sequence: bigint('sequence', { mode: 'number' }).notNull(),
  hash: bytes('hash').notNull(),
});

// Reading of the audit trail.
import { and, asc, desc, eq, gt, inArray, lt, lte, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { auditActions } from '../../../contract/audit-actions.ts';
import type { AuditEvent } from '../../../contract/endpoints/audit-events.ts';
import type { Queries } from '../../database/database.ts';
import { auditChain, auditEvents, devices, users } from '../../database/schema.ts';
import type { Act } from '../access/act.ts';
import { displayName } from '../access/display-name.ts';
import type { SignedIn } from '../access/signed-in.ts';
import { findUnitScope } from '../access/unit-scope.ts';
import { describeDetail } from './audit-detail.ts';
import { type AuditFilter, type AuditReader, isActorVisible, matchEvents } from './audit-filter.ts';

const pageSize = 100;

const actor = alias(users, 'actor');
const tablet = alias(devices, 'tablet');

/** The one who looks at the trail, with what they may see of it. */
export async function findAuditReader(tx: Queries, { organizationId, user }: SignedIn): Promise<AuditReader> {
  return { organizationId, scope: await findUnitScope(tx, user.id) };
}

function selectEvents(tx: Queries, reader: AuditReader, where: SQL | undefined) {
  return tx
    .select({
      event: auditEvents,
      chain: { sequence: auditChain.sequence, hash: auditChain.hash },
      actor: { firstName: actor.firstName, lastName: actor.lastName, username: actor.username },
      isActorVisible: isActorVisible(reader),
      tabletName: tablet.name,
      /** What the hash covers besides the hash before. */
      hashed: sql<string>`floorkey_event_text(${auditEvents})`,
    })
    .from(auditEvents)
    .leftJoin(auditChain, eq(auditChain.position, auditEvents.position))
    .leftJoin(actor, eq(actor.id, auditEvents.actorId))
    .leftJoin(tablet, eq(tablet.id, auditEvents.deviceId))
    .where(where)
    .$dynamic();
}

export type AuditRow = Awaited<ReturnType<typeof selectEvents>>[number];

/** One event as the contract tells it, and as far as the reader reaches. */
export function describeEvent(row: AuditRow, reader: AuditReader): AuditEvent {
  const { event, chain } = row;
  const { actorId, deviceId } = event;
  return {
    id: event.id,
    sequence: chain?.sequence ?? null,
    hash: chain?.hash.toString('hex') ?? null,
    at: event.at.toISOString(),
    action: Object.hasOwn(auditActions, event.action) ? event.action : 'unknown',
    actor:
      actorId === null
        ? null
        : {
            id: row.isActorVisible ? actorId : null,
            name: event.actorName ?? (row.actor ? displayName(row.actor) : 'deleted'),
          },
    device: deviceId === null ? null : { id: deviceId, name: row.tabletName ?? 'deleted' },
    subjectId: event.subjectId,
    subject: event.subject,
    detail: describeDetail(event.detail, reader),
    address: event.address,
  };
}

/** Holds for events that stand below one in the list. */
async function matchOlder(
  tx: Queries,
  { organizationId }: AuditReader,
  position: bigint,
): Promise<SQL | undefined> {
  const isIt = and(eq(auditEvents.organizationId, organizationId), eq(auditEvents.position, position));
  const [last] = await tx.select({ at: auditEvents.at }).from(auditEvents).where(isIt);
  if (!last) return lt(auditEvents.position, position);
  return sql`(${auditEvents.at}, ${auditEvents.position}) < (${last.at.toISOString()}::timestamptz, ${position})`;
}

/** One page of events, newest first: all of them, or those of the reader's units. */
export async function listAuditEvents(
  { context: { database }, signedIn }: Act,
  { before: position, ...filter }: AuditFilter & { before?: string | undefined },
): Promise<{ events: AuditEvent[]; nextBefore: string | null }> {
  return database.inOrganization(signedIn.organizationId, async (tx) => {
    const reader = await findAuditReader(tx, signedIn);
    const isOlder = position ? await matchOlder(tx, reader, BigInt(position)) : undefined;
    const rows = await selectEvents(tx, reader, and(matchEvents(reader, filter), isOlder))
      .orderBy(desc(auditEvents.at), desc(auditEvents.position))
      .limit(pageSize);
    const last = rows.at(-1);
    return {
      events: rows.map((row) => describeEvent(row, reader)),
      nextBefore: last && rows.length === pageSize ? String(last.event.position) : null,
    };
  });
}

// In a query of its own: under row-level security, a join on `sequence - 1` could use no index, since the sum may fail.
async function readHashes(tx: Queries, organizationId: string, sequences: number[]) {
  const rows = await tx
    .select({ sequence: auditChain.sequence, hash: auditChain.hash })
    .from(auditChain)
    .where(and(eq(auditChain.organizationId, organizationId), inArray(auditChain.sequence, sequences)));
  return new Map(rows.map(({ sequence, hash }) => [sequence, hash]));
}

/** Some events in the order of the chain, from behind one place up to another, each with the hash before. */
export async function readChainedEvents(
  tx: Queries,
  reader: AuditReader,
  filter: AuditFilter,
  places: { after: number; upTo: number; most: number },
): Promise<(AuditRow & { hashBefore: Buffer | undefined })[]> {
  const inReach = and(
    matchEvents(reader, filter),
    eq(auditChain.organizationId, reader.organizationId),
    gt(auditChain.sequence, places.after),
    lte(auditChain.sequence, places.upTo),
  );
  const rows = await selectEvents(tx, reader, inReach).orderBy(asc(auditChain.sequence)).limit(places.most);
  const sequences = rows.flatMap(({ chain }) => (chain ? [chain.sequence - 1] : []));
  const hashes = await readHashes(tx, reader.organizationId, sequences);
  return rows.map((row) => ({
    ...row,
    hashBefore: row.chain ? hashes.get(row.chain.sequence - 1) : undefined,
  }));
}

// The check of the audit trail, its chain and its tail: whether every event is as it was written, and none is missing or slipped in.
import { sql } from 'drizzle-orm';
import type { AuditVerification } from '../../../contract/endpoints/audit-events.ts';
import type { Queries } from '../../database/database.ts';
import type { Act } from '../access/act.ts';
import { requireWholeOrganization } from '../access/unit-scope.ts';
import { chainTailOf } from './chain-audit-trail.ts';

/** Small enough for a quick statement, so that a check of a long trail holds nothing up. */
const eventsAtOnce = 20_000;

type BrokenLink = NonNullable<AuditVerification['firstBroken']>;

type Step = {
  count: number;
  last: number;
  hash: string;
  broken: number | null;
  position: string | null;
  missing: boolean | null;
};

/** Makes the hashes of some events anew, each from the stored one before it. */
async function checkStep(tx: Queries, organizationId: string, after: number, hash: string): Promise<Step> {
  const { rows } = await tx.execute<Step>(sql`
    with linked as (
      select chain.sequence, chain.position, chain.hash, event.position is null as missing,
        lag(chain.sequence, 1, ${after}::bigint) over earlier + 1 as due,
        sha256(lag(chain.hash, 1, decode(${hash}, 'hex')) over earlier
          || convert_to(floorkey_event_text(event), 'UTF8')) as made
      from audit_chain chain
      left join audit_events event on event.position = chain.position
        -- No index may be used for this: one that a young organization's few events commended would read all of them each time.
        and event.organization_id is not distinct from chain.organization_id
      where chain.organization_id = ${organizationId} and chain.sequence > ${after}
        and chain.sequence <= ${after + eventsAtOnce}
      window earlier as (order by chain.sequence)
    ), first_broken as (
      select due as broken, missing or due <> sequence as missing,
        case when due = sequence and position > 0 then position::text end as position
      from linked where missing or due <> sequence or made <> hash order by sequence limit 1
    ), whole as (
      select count(*)::int as count, coalesce(max(sequence), ${after}::bigint)::float8 as last,
        coalesce((array_agg(encode(hash, 'hex') order by sequence desc))[1], ${hash}) as hash
      from linked
    ) select count, last, hash, broken::float8, position, missing from whole left join first_broken on true`);
  const [step] = rows;
  if (!step) throw new Error('the check of the audit trail found nothing to tell');
  return step;
}

type Tail = {
  count: number;
  broken: BrokenLink['kind'] | null;
  position: string | null;
  end: BrokenLink['kind'] | null;
};

/** Checks the events that wait for their places in the chain, and that each lane ends where its last transaction left it. */
async function checkTail(
  tx: Queries,
  organizationId: string,
): Promise<{ events: number; firstBroken: BrokenLink | null }> {
  const { rows } = await tx.execute<Tail>(sql`
    with waiting as (
      select *, case when is_missing or sequence <> due then 'missing' when made <> hash then 'changed' end as broken
      from floorkey_tail(${organizationId}, null)
    ), first_broken as (
      select broken, case when sequence = due then position::text end as position
      from waiting where broken is not null order by number limit 1
    ), lane_end as (
      select distinct on (lane) lane, sequence, hash from (
        select lane, sequence, hash from waiting
        union all select lane, sequence, hash from audit_marks where organization_id = ${organizationId}) reached
      order by lane, sequence desc
    ) select (select count(*)::int from waiting) as count, first_broken.broken, first_broken.position,
      (select max(case when written.sequence > coalesce(lane_end.sequence, 0) then 'missing' else 'changed' end)
        from (select * from audit_lanes where organization_id = ${organizationId}) written full join lane_end using (lane)
        where written.hash is distinct from lane_end.hash) as end
    from (select 1) one left join first_broken on true`);
  const [tail] = rows;
  if (!tail) throw new Error('a query of one row answered none');
  const kind = tail.broken ?? tail.end;
  return { events: tail.count, firstBroken: kind && { kind, sequence: null, position: tail.position } };
}

/** The first event that stands neither in the chain nor in the tail. */
async function findUnsealed(tx: Queries, organizationId: string): Promise<string | null> {
  const { rows } = await tx.execute<{ position: string | null }>(sql`
    select min(event.position)::text as position from audit_events event
    where event.organization_id = ${organizationId}
      and not exists (select from audit_chain chain where chain.position = event.position)
      and not exists (select from audit_tail tail
        where tail.organization_id = event.organization_id and tail.position = event.position)`);
  return rows[0]?.position ?? null;
}

const isEarlier = (position: string, than: string | null) => than === null || BigInt(position) < BigInt(than);

/**
 * Checks the whole chain of an organization in the database, and the tail that waits to be chained.
 * Not verified: that nobody with all rights in the database wrote chain or tail anew from some event on; of the chain, a hash
 * that was exported or noted down before tells.
 * @param tx a transaction of the organization that sees one snapshot
 */
export async function verifyAuditTrail(tx: Queries, organizationId: string): Promise<AuditVerification> {
  const { rows } = await tx.execute<{ start: string; sequence: number | null; hash: string | null }>(sql`
    select encode(sha256(convert_to(${organizationId}::text, 'UTF8')), 'hex') as start,
      sequence::float8 as sequence, encode(hash, 'hex') as hash
    from (select 1) one left join audit_heads on organization_id = ${organizationId}::uuid`);
  const [head] = rows;
  const unsealed = await findUnsealed(tx, organizationId);
  const tail = await checkTail(tx, organizationId);
  // Otherwise every step would read all events to find its own.
  await tx.execute(sql`set local enable_hashjoin = off`);
  await tx.execute(sql`set local enable_mergejoin = off`);
  if (!head) throw new Error('a query of one row answered none');
  const ends = { sequence: head.sequence ?? 0, hash: head.hash ?? head.start };
  let events = 0;
  let reached = 0;
  let hash = head.start;
  let firstBroken: BrokenLink | null = null;
  while (firstBroken === null) {
    const step = await checkStep(tx, organizationId, reached, hash);
    if (step.broken !== null) {
      const kind = step.missing ? 'missing' : 'changed';
      firstBroken = { kind, sequence: step.broken, position: step.position };
    }
    events += step.count;
    reached = step.last;
    hash = step.hash;
    if (step.count === 0) break;
  }
  if (firstBroken === null && (reached !== ends.sequence || hash !== ends.hash)) {
    firstBroken =
      reached < ends.sequence
        ? { kind: 'missing', sequence: reached + 1, position: null }
        : { kind: 'changed', sequence: reached, position: null };
  }
  firstBroken ??= tail.firstBroken;
  if (unsealed !== null && isEarlier(unsealed, firstBroken?.position ?? null)) {
    firstBroken = { kind: 'added', sequence: null, position: unsealed };
  }
  return { events: events + tail.events, intact: firstBroken === null, newestHash: ends.hash, firstBroken };
}

/** Checks the chain for somebody who has the whole organization. @throws ProblemError `permission_missing` */
export async function checkAuditTrail({ context, signedIn }: Act): Promise<AuditVerification> {
  const { organizationId, user } = signedIn;
  // So that the newest hash covers all that there was as somebody asked.
  await chainTailOf(context.database, organizationId);
  return context.database.inOrganization(organizationId, async (tx) => {
    await tx.execute(sql`set transaction isolation level repeatable read, read only`);
    await requireWholeOrganization(tx, user.id, 'The check of the audit trail is');
    return verifyAuditTrail(tx, organizationId);
  });
}

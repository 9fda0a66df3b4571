// Gives sealed events their places in the chain, right after their commits and in batches.
import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { Database } from '../../database/database.ts';

/** Small enough for a quick statement. */
const eventsAtOnce = 1_000;

/** So many organizations in one statement, whichever. */
const organizationsAtOnce = 10;

/** How long the first event of a batch waits for others, in milliseconds. */
const gatherMs = 100;

/** Chains what an organization’s tail holds by now; what is committed meanwhile may be left. */
export async function chainTailOf(
  { inOrganization }: Pick<Database, 'inOrganization'>,
  organizationId: string,
): Promise<void> {
  for (let chained = eventsAtOnce; chained === eventsAtOnce; ) {
    const { rows } = await inOrganization(organizationId, (tx) =>
      tx.execute<{ chained: number }>(
        sql`select floorkey_chain_tail(${organizationId}, ${eventsAtOnce}, true) as chained`,
      ),
    );
    chained = rows[0]?.chained ?? 0;
  }
}

/**
 * Chains what any organization’s tail holds. Any number of processes may do so at once. Nothing that is acknowledged hangs on
 * it, so its commits need not wait for the disk: what a crash takes back is chained again.
 * @returns whether something may be left: another process is at it, or it is more than a batch
 */
export async function chainTails({ lookUp }: Pick<Database, 'lookUp'>): Promise<boolean> {
  const { rows } = await lookUp.execute<{ isLeft: boolean }>(sql`
    select coalesce(floorkey_chain_tail(organization_id, ${eventsAtOnce}, false), ${eventsAtOnce}) = ${eventsAtOnce} as "isLeft"
    from (select organization_id from audit_tail group by 1 order by random() limit ${organizationsAtOnce}) waiting`);
  return rows.length === organizationsAtOnce || rows.some(({ isLeft }) => isLeft);
}

/**
 * Chains events shortly after each commit of this process, and at the start those that a crash left.
 * @returns how to stop
 */
export function followAuditTrail(database: Database, log: Logger): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  const soon = () => {
    if (stopped) return;
    timer ??= setTimeout(() => {
      running = chainTails(database)
        .catch((error: unknown) => {
          log.warn({ err: error }, 'audit events could not be chained yet');
          return false;
        })
        .then((isLeft) => {
          timer = undefined;
          if (isLeft) soon();
        });
    }, gatherMs);
  };
  database.onCommit(soon);
  soon();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}

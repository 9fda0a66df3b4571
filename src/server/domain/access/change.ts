// The one way to change what tablets hold: rows and revision in a transaction, the change signal after it.
import { eq, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { ChangeSignal } from '../../database/change-signals.ts';
import { isRaised, type Queries } from '../../database/database.ts';
import { organizations } from '../../database/schema.ts';

/**
 * Takes the lock under which revisions are raised, for work that learns only on its way whether it changes anything.
 * It comes before every other lock, so that no two can wait for each other.
 * @returns the revision as it stands
 */
export async function lockRevision(tx: Queries, organizationId: string): Promise<number> {
  const [row] = await tx
    .select({ revision: organizations.revision })
    .from(organizations)
    .where(eq(organizations.id, organizationId))
    .for('no key update');
  if (!row) throw new Error('the organization is gone');
  return row.revision;
}

/** Raises the organization's revision. Its row stays locked until the commit, so revisions become visible in their order. */
export async function raiseRevision(tx: Queries, organizationId: string): Promise<number> {
  const [row] = await tx
    .update(organizations)
    .set({ revision: sql`${organizations.revision} + 1` })
    .where(eq(organizations.id, organizationId))
    .returning({ revision: organizations.revision });
  if (!row) throw new Error('the organization is gone');
  return row.revision;
}

/**
 * Runs work that changes users, roles, units, devices or policy.
 * @param work gets the revision that its rows must carry
 * @param about what the signal tells besides the organization
 * @param deviceId whose turn it takes: `Database.inOrganization`
 */
export async function changeOrganization<T>(
  { database, signals }: Pick<Context, 'database' | 'signals'>,
  organizationId: string,
  work: (tx: Queries, revision: number) => Promise<T>,
  about: Omit<ChangeSignal, 'organizationId'> = {},
  deviceId?: string,
): Promise<T> {
  const result = await database.inOrganization(
    organizationId,
    async (tx) => work(tx, await raiseRevision(tx, organizationId)),
    deviceId,
  );
  signals.announce({ organizationId, ...about });
  return result;
}

/**
 * Calls a function of the database that seldom changes what tablets hold, like `changeIfNeeded`.
 * @param values what it is given after the organization and before whether it may change anything
 */
export async function callAndChangeIfNeeded<Row extends Record<string, unknown>>(
  { database, signals }: Pick<Context, 'database' | 'signals'>,
  organizationId: string,
  name: string,
  values: readonly unknown[],
  deviceId?: string,
): Promise<Row> {
  const call = async (mayChange: boolean) => {
    const row = await database.call<Row>(name, [organizationId, ...values, mayChange], deviceId);
    if (!row) throw new Error(`${name} answered nothing`);
    return row;
  };
  try {
    return await call(false);
  } catch (error) {
    if (!isRaised(error, 'FK001')) throw error;
    const row = await call(true);
    signals.announce({ organizationId });
    return row;
  }
}

/** The work turned out to change what tablets hold, and does not hold the lock under which revisions are raised. */
class RevisionNeeded extends Error {}

/**
 * Runs work that seldom changes what tablets hold, without the lock of the revision. Where it asks for a revision, it is
 * undone and runs once more as a change, since that lock comes before every other.
 * @param work asks for the revision that its rows must carry, when it knows that it needs one
 * @param deviceId whose turn it takes: `Database.inOrganization`
 */
export async function changeIfNeeded<T>(
  context: Pick<Context, 'database' | 'signals'>,
  organizationId: string,
  work: (tx: Queries, needRevision: () => number) => Promise<T>,
  deviceId?: string,
): Promise<T> {
  const needRevision = () => {
    throw new RevisionNeeded();
  };
  try {
    return await context.database.inOrganization(organizationId, (tx) => work(tx, needRevision), deviceId);
  } catch (error) {
    if (!(error instanceof RevisionNeeded)) throw error;
    return changeOrganization(
      context,
      organizationId,
      (tx, revision) => work(tx, () => revision),
      {},
      deviceId,
    );
  }
}

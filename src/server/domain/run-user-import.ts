// The job that writes an import: hashes, writes everybody in one transaction, and then invites.
import { and, eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { isTaken, type Queries } from '../database/database.ts';
import { organizations, userImports } from '../database/schema.ts';
import { readActingUser } from './acting-user.ts';
import { changeOrganization } from './change.ts';
import { type KeptImport, openImport, sealImport } from './check-user-import.ts';
import { hashImportedPins } from './hash-imported-pins.ts';
import { inviteImportedPeople } from './invite-imported-people.ts';
import { type ImportPlan, planUserImport } from './plan-user-import.ts';
import { ProblemError } from './problem-error.ts';
import type { SignedIn } from './signed-in.ts';
import { findTakenPins, writeImportedPeople } from './write-imported-people.ts';

/** Why an import wrote nothing, in words for the one who started it. */
class ImportRefused extends Error {}

type Job = { organizationId: string; importId: string };
type Rows = Extract<KeptImport, { rows: unknown }>;

const listRows = (rows: readonly number[]) =>
  `${rows.slice(0, 10).join(', ')}${rows.length > 10 ? ' and others' : ''}`;

function requireNoProblems({ rows, problems }: ImportPlan): ImportPlan['rows'] {
  const [first] = problems;
  if (!first) return rows;
  throw new ImportRefused(
    `Something changed since the file was checked. Row ${first.row}: ${first.message} Nothing was written; choose the file again.`,
  );
}

async function readOrganization(tx: Queries, organizationId: string) {
  const [organization] = await tx.select().from(organizations).where(eq(organizations.id, organizationId));
  if (!organization) throw new Error('the organization is gone');
  return organization;
}

/** Everybody or nobody. What to do afterwards is kept in the same transaction. */
async function writeAll(context: Context, { organizationId, importId }: Job, kept: Rows, signedIn: SignedIn) {
  const before = await context.database.inOrganization(organizationId, async (tx) => ({
    organization: await readOrganization(tx, organizationId),
    plan: await planUserImport(tx, signedIn, kept.rows, kept.existing),
  }));
  const pinHashes = await hashImportedPins(
    context,
    importId,
    before.organization,
    requireNoProblems(before.plan),
  );
  return changeOrganization(context, organizationId, async (tx, revision) => {
    // Hashing takes minutes: the world is looked at again now that it holds still, and so is who asks, whom or whose
    // partner somebody may have suspended meanwhile.
    const actor = await readActingUser(context, organizationId, signedIn.user.id);
    const organization = await readOrganization(tx, organizationId);
    const rows = requireNoProblems(await planUserImport(tx, actor, kept.rows, kept.existing));
    const taken = await findTakenPins(context, tx, { rows, pinHashes, organization });
    if (taken.length > 0) {
      throw new ImportRefused(
        `These PINs can’t be used: rows ${listRows(taken)}. Change them in the file and choose it again. Nothing was written.`,
      );
    }
    const now = context.clock();
    const written = await writeImportedPeople(context, tx, {
      signedIn: actor,
      organization,
      rows,
      pinHashes,
      revision,
      now,
    });
    const inviteIds = kept.invite ? written.addedWithAddress : [];
    await tx
      .update(userImports)
      .set({ done: kept.rows.length, sealed: sealImport(context.keys, importId, { inviteIds }) })
      .where(eq(userImports.id, importId));
    return inviteIds;
  });
}

function explainRefusal(error: unknown): string {
  if (error instanceof ImportRefused) return error.message;
  if (error instanceof ProblemError) return `${error.detail} Nothing was written.`;
  const isLost = ['users_username', 'users_email', 'users_pin'].some((name) => isTaken(error, name));
  if (isLost) return 'Somebody added the same person meanwhile. Nothing was written; choose the file again.';
  throw error;
}

/**
 * Does a started import. A second run after a crash goes on where the first one stopped: before the write from the
 * start, after it with those who are not invited yet.
 */
export async function runUserImport(context: Context, job: Job): Promise<void> {
  const { organizationId, importId } = job;
  const inThis = <T>(work: (tx: Queries) => Promise<T>) =>
    context.database.inOrganization(organizationId, work);
  const [row] = await inThis((tx) =>
    tx
      .select()
      .from(userImports)
      .where(and(eq(userImports.id, importId), eq(userImports.state, 'running'))),
  );
  if (!row?.sealed) return;
  const end = (values: { state: 'done' | 'failed'; failure?: string }) =>
    inThis((tx) =>
      tx
        .update(userImports)
        .set({ ...values, sealed: null })
        .where(eq(userImports.id, importId)),
    );
  const kept = openImport(context.keys, importId, row.sealed);
  try {
    const signedIn = await readActingUser(context, organizationId, row.startedBy);
    const inviteIds = 'rows' in kept ? await writeAll(context, job, kept, signedIn) : kept.inviteIds;
    await inviteImportedPeople(context, signedIn, inviteIds);
  } catch (error) {
    await end({ state: 'failed', failure: explainRefusal(error) });
    return;
  }
  await end({ state: 'done' });
}

// The job that writes an import: hashes, writes everybody in one transaction, and then invites.
import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { isTaken, type Queries } from '../../database/database.ts';
import { organizations, userImports } from '../../database/schema.ts';
import { changeOrganization } from '../change.ts';
import { ProblemError } from '../problem-error.ts';
import { readActingUser } from '../sign-in/acting-user.ts';
import { type KeptImport, openImport, sealImport } from './check-user-import.ts';
import { endUserImport, type ImportJob } from './end-user-import.ts';
import { hashImportedPins } from './hash-imported-pins.ts';
import { findTakenPins } from './imported-pins.ts';
import { inviteImportedPeople } from './invite-imported-people.ts';
import { type ImportPlan, planUserImport } from './plan-user-import.ts';
import { writeImportedPeople } from './write-imported-people.ts';

/** Why an import wrote nothing, in words for the one who started it. */
class ImportRefused extends Error {}

type Rows = Extract<KeptImport, { rows: unknown }>;

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

/** What was kept of a running import; of two runs at once the second waits here for the first. */
async function readKept({ keys }: Context, tx: Queries, importId: string): Promise<KeptImport | null> {
  const [row] = await tx.select().from(userImports).where(eq(userImports.id, importId)).for('update');
  return row?.state === 'running' && row.sealed ? openImport(keys, importId, row.sealed) : null;
}

/**
 * Everybody or nobody. What to do afterwards is kept in the same transaction.
 * @returns whom to invite
 */
async function writeAll(
  context: Context,
  { organizationId, importId, address = null }: ImportJob,
  kept: Rows,
  startedBy: string,
): Promise<readonly string[]> {
  const before = await context.database.inOrganization(organizationId, async (tx) => {
    const actor = await readActingUser(tx, organizationId, startedBy);
    return {
      organization: await readOrganization(tx, organizationId),
      plan: await planUserImport(tx, actor, kept.rows, kept.existing),
    };
  });
  const pinHashes = await hashImportedPins(
    context,
    importId,
    before.organization,
    requireNoProblems(before.plan),
  );
  return changeOrganization(context, organizationId, async (tx, revision) => {
    // Hashing takes minutes: the world is looked at again now that it holds still, and so is who asks, whom or whose
    // partner somebody may have suspended meanwhile.
    const actor = await readActingUser(tx, organizationId, startedBy);
    const now = await readKept(context, tx, importId);
    // Another process took the job over and has written everybody meanwhile.
    if (!now || !('rows' in now)) return now?.inviteIds ?? [];
    const organization = await readOrganization(tx, organizationId);
    const rows = requireNoProblems(await planUserImport(tx, actor, kept.rows, kept.existing));
    const taken = await findTakenPins(context, tx, { rows, pinHashes, organization });
    if (taken.length > 0) {
      throw new ImportRefused(
        `These PINs can’t be used: rows ${taken.join(', ')}. Change them in the file and choose it again. Nothing was written.`,
      );
    }
    const written = await writeImportedPeople(context, tx, {
      signedIn: actor,
      organization,
      rows,
      pinHashes,
      revision,
      now: context.clock(),
      address,
    });
    const inviteIds = kept.invite ? written.invitable : [];
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
export async function runUserImport(context: Context, job: ImportJob): Promise<void> {
  const { organizationId, importId, address = null } = job;
  const row = await context.database.inOrganization(organizationId, (tx) =>
    tx.query.userImports.findFirst({ where: eq(userImports.id, importId) }),
  );
  if (row?.state !== 'running' || !row.sealed) return;
  const kept = openImport(context.keys, importId, row.sealed);
  let inviteIds: readonly string[];
  try {
    inviteIds = 'rows' in kept ? await writeAll(context, job, kept, row.startedBy) : kept.inviteIds;
  } catch (error) {
    await endUserImport(context, job, { state: 'failed', failure: explainRefusal(error) });
    return;
  }
  let failure: string | null = null;
  try {
    await inviteImportedPeople(context, { organizationId, userId: row.startedBy, address }, inviteIds);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    failure = 'Whoever started this may not manage people any more, so not everybody was invited.';
  }
  await endUserImport(context, job, { state: 'done', failure });
}

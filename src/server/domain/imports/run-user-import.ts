// The job that writes an import: part by part, so that nobody waits for the whole of it, and inviting as it goes.

import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Queries } from '../../database/database.ts';
import type { ImportProgress } from '../../database/schema/users.ts';
import { userImports } from '../../database/schema.ts';
import type { ImportJob } from '../../jobs/jobs.ts';
import { readActingUser } from '../access/acting-user.ts';
import { changeOrganization } from '../access/change.ts';
import { readOrganization } from '../access/organization-row.ts';
import { ProblemError } from '../access/problem-error.ts';
import { type KeptImport, openImport } from './check-user-import.ts';
import { endUserImport, sayWritten } from './end-user-import.ts';
import { hashImportedPins } from './hash-imported-pins.ts';
import { findRowsToMake } from './imported-pins.ts';
import { inviteImportedPeople } from './invite-imported-people.ts';
import { patiently, Stopped } from './patiently.ts';
import { planUserImport } from './plan-user-import.ts';
import { writeImportedPeople } from './write-imported-people.ts';

/** So few that other changes of the organization come in between. */
const rowsInPart = 100;
/** So many rows that were left out are named, with their reasons. */
const namedMost = 10;

/** Why an import stops, in words for the one who started it. */
class ImportRefused extends Error {}

type RunningImport = Pick<typeof userImports.$inferSelect, 'done' | 'total' | 'startedBy' | 'progress'>;

const nothing: ImportProgress = { added: 0, updated: 0, skipped: 0, leftOut: [], inviteIds: [] };

async function readImport({ database }: Context, { organizationId, importId }: ImportJob) {
  const row = await database.inOrganization(organizationId, (tx) =>
    tx.query.userImports.findFirst({ where: eq(userImports.id, importId) }),
  );
  return row?.state === 'running' && row.sealed ? { ...row, sealed: row.sealed } : null;
}

/**
 * Nothing is written of a file that no longer fits when it begins.
 * @throws ImportRefused
 */
async function requireFitting(
  context: Context,
  { organizationId }: ImportJob,
  kept: KeptImport,
  startedBy: string,
) {
  const { problems } = await context.database.inOrganization(organizationId, async (tx) =>
    planUserImport(tx, await readActingUser(tx, organizationId, startedBy), kept.rows, kept.existing),
  );
  const [first] = problems;
  if (!first) return;
  throw new ImportRefused(
    `Something changed since the file was checked. Row ${first.row}: ${first.message} Choose the file again.`,
  );
}

/**
 * Writes the next rows, and how far the import is then, in one transaction. A row that no longer fits, since somebody took
 * its username say, is left out.
 * @returns the import as it is then; `null` when another process goes on with it
 */
async function writePart(
  context: Context,
  { organizationId, importId, address = null }: ImportJob,
  kept: KeptImport,
  { done, startedBy, progress }: RunningImport,
): Promise<RunningImport | null> {
  const { stopping } = context.jobs;
  const part = kept.rows.slice(done, done + rowsInPart);
  const plan = async (tx: Queries) => {
    const actor = await readActingUser(tx, organizationId, startedBy);
    const organization = await readOrganization(tx, organizationId);
    return { actor, organization, ...(await planUserImport(tx, actor, part, kept.existing)) };
  };
  const before = await patiently(stopping, () => context.database.inOrganization(organizationId, plan));
  const pinHashes = await hashImportedPins(context, before.organization, before.rows);
  const write = async (tx: Queries, revision: number) => {
    // Hashing takes seconds: the world is looked at again now that it holds still, and so is who asks, whom or whose
    // partner somebody may have suspended meanwhile.
    const { actor, organization, rows, problems } = await plan(tx);
    const stillHere = and(
      eq(userImports.id, importId),
      eq(userImports.state, 'running'),
      eq(userImports.done, done),
    );
    const [mine] = await tx.select().from(userImports).where(stillHere).for('update');
    if (!mine) return null;
    const leftOut = new Map(problems.map(({ row, message }) => [row, message]));
    const fitting = rows.filter(({ row }) => !leftOut.has(row));
    const act = { context, signedIn: actor, origin: { address, userAgent: null } };
    const about = { act, organization, rows: fitting, pinHashes };
    const madeRows = await findRowsToMake(tx, about);
    const written = await writeImportedPeople(tx, {
      ...about,
      madeRows,
      revision,
      now: context.clock(),
    });
    const { added, updated, skipped, leftOut: leftOutBefore } = progress ?? nothing;
    const [next] = await tx
      .update(userImports)
      .set({
        done: done + part.length,
        madePins: mine.madePins + madeRows.size,
        progress: {
          added: added + written.added,
          updated: updated + written.updated,
          skipped: skipped + written.skipped,
          leftOut: [...leftOutBefore, ...[...leftOut].map(([row, message]) => ({ row, message }))],
          inviteIds: kept.invite ? written.invitable : [],
        },
      })
      .where(eq(userImports.id, importId))
      .returning();
    return next ?? null;
  };
  return patiently(stopping, () => changeOrganization(context, organizationId, write));
}

/** @returns what to tell of the invitations that were not sent */
async function invite(
  context: Context,
  { organizationId, address = null }: ImportJob,
  { startedBy, progress }: RunningImport,
): Promise<string | null> {
  try {
    const inviter = { organizationId, userId: startedBy, address };
    await inviteImportedPeople(context, inviter, progress?.inviteIds ?? []);
    return null;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (error.code === 'mails_spent') {
      return 'Your organization reached its daily email limit, so not everyone was invited. Send the other invitations tomorrow, from Users.';
    }
    return 'Whoever started the import can no longer manage users, so not everyone was invited.';
  }
}

function sayLeftOut({ progress }: RunningImport): string | null {
  const all = progress?.leftOut ?? [];
  if (all.length === 0) return null;
  const named = all.slice(0, namedMost).map(({ row, message }) => `Row ${row}: ${message}`);
  const more = all.length > namedMost ? ` And ${all.length - namedMost} more.` : '';
  return `Something changed while it ran, so ${all.length === 1 ? 'a row was' : `${all.length} rows were`} left out. ${named.join(' ')}${more}`;
}

/** Writes and invites from where the import stands to its end. */
async function goOn(context: Context, job: ImportJob, kept: KeptImport, from: RunningImport): Promise<void> {
  let at = from;
  let untold: string | null = null;
  try {
    if (at.done === 0) await requireFitting(context, job, kept, at.startedBy);
    for (;;) {
      untold = (await invite(context, job, at)) ?? untold;
      if (at.done >= kept.rows.length) break;
      const next = await writePart(context, job, kept, at);
      if (!next) return;
      at = next;
    }
  } catch (error) {
    if (!(error instanceof ImportRefused || error instanceof ProblemError)) throw error;
    const reason = error instanceof ProblemError ? error.detail : error.message;
    const failure = [reason, sayWritten(at), sayLeftOut(at)].filter(Boolean).join(' ');
    await endUserImport(context, job, { state: 'failed', failure });
    return;
  }
  const failure = [sayLeftOut(at), untold].filter(Boolean).join(' ') || null;
  await endUserImport(context, job, { state: 'done', failure });
}

/**
 * Does a started import. A second run, after a crash or a stop, goes on behind the rows that are written; each part is
 * written together with how far the import is, so nobody comes twice, however many runs there are.
 */
export async function runUserImport(context: Context, job: ImportJob): Promise<void> {
  const row = await readImport(context, job);
  if (!row) return;
  try {
    await goOn(context, job, openImport(context.keys, job.importId, row.sealed), row);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    // A new job, since a stop is no try that failed.
    const { organizationId } = job;
    await context.database.inOrganization(organizationId, (tx) =>
      context.jobs.enqueue(tx, 'import-users', job),
    );
  }
}

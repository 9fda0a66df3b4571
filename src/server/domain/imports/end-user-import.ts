// The end of an import: nothing of the file is kept after it, and the audit trail tells how it ended.
import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { userImports } from '../../database/schema.ts';
import type { ImportJob } from '../../jobs/jobs.ts';
import { record } from '../access/act.ts';

export type ImportEnd = {
  state: 'done' | 'failed';
  /** Why it ended before its last row or, when it is done, what was left undone. */
  failure: string | null;
};

/** How far an import came that went no further, for a person. */
export function sayWritten({ done, total }: Pick<typeof userImports.$inferSelect, 'done' | 'total'>): string {
  if (done === 0) return 'Nothing was written.';
  return `The first ${done} of ${total} rows were imported; the others were not.`;
}

/** Ends a running import; one that has ended stays as it is. */
export async function endUserImport(
  context: Pick<Context, 'database' | 'clock'>,
  { organizationId, importId, address = null }: ImportJob,
  { state, failure }: ImportEnd,
): Promise<void> {
  await context.database.inOrganization(organizationId, async (tx) => {
    const [ended] = await tx
      .update(userImports)
      .set({ state, failure, sealed: null })
      .where(and(eq(userImports.id, importId), eq(userImports.state, 'running')))
      .returning();
    if (!ended) return;
    const { added = 0, updated = 0, skipped = 0, leftOut = [] } = ended.progress ?? {};
    const counts = { added, updated, skipped, ...(leftOut.length > 0 && { leftOut: leftOut.length }) };
    const person = { organizationId, userId: ended.startedBy };
    const act = { context, origin: { address }, person };
    if (state === 'done') return record(tx, act, 'users.imported', { detail: counts });
    const reason = (failure ?? '').slice(0, 500);
    const detail = { reason, people: ended.total, ...(ended.done > 0 && counts) };
    await record(tx, act, 'users.import-failed', { detail });
  });
}

/** Ends an import that the queue has given up: how many rows were written is kept with it. */
export async function giveUserImportUp(context: Context, job: ImportJob): Promise<void> {
  const row = await context.database.inOrganization(job.organizationId, (tx) =>
    tx.query.userImports.findFirst({ where: eq(userImports.id, job.importId) }),
  );
  if (!row) return;
  const isWritten = row.done === row.total;
  await endUserImport(context, job, {
    state: isWritten ? 'done' : 'failed',
    failure: isWritten
      ? 'Not all invitations could be sent. Send the others from Users.'
      : `Something went wrong on the server, several times. ${sayWritten(row)} Choose the file again. If it keeps failing, tell whoever runs the server.`,
  });
}

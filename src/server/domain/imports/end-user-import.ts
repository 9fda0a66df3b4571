// The end of an import: nothing of the file is kept after it, and one that failed stands in the audit trail.
import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { userImports } from '../../database/schema.ts';
import { recordAuditEvent } from '../audit/audit.ts';
import { openImport } from './check-user-import.ts';

/** What the queue knows of an import. */
export type ImportJob = {
  organizationId: string;
  importId: string;
  /** Where it was started from. */
  address?: string | null;
};

export type ImportEnd = {
  state: 'done' | 'failed';
  /** Why nothing was written or, when it is done, what was left undone. */
  failure: string | null;
};

/** Ends a running import; one that has ended stays as it is. */
export async function endUserImport(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  { organizationId, importId, address = null }: ImportJob,
  { state, failure }: ImportEnd,
): Promise<void> {
  await database.inOrganization(organizationId, async (tx) => {
    const [ended] = await tx
      .update(userImports)
      .set({ state, failure, sealed: null })
      .where(and(eq(userImports.id, importId), eq(userImports.state, 'running')))
      .returning();
    if (!ended || state === 'done') return;
    await recordAuditEvent(tx, {
      organizationId,
      at: clock(),
      action: 'users.import-failed',
      actorId: ended.startedBy,
      detail: { reason: (failure ?? '').slice(0, 500), people: ended.total },
      address,
    });
  });
}

/** Ends an import that the queue has given up: whether its people were written shows in what was kept of it. */
export async function giveUserImportUp(context: Context, job: ImportJob): Promise<void> {
  const { database, keys } = context;
  const row = await database.inOrganization(job.organizationId, (tx) =>
    tx.query.userImports.findFirst({ where: eq(userImports.id, job.importId) }),
  );
  if (!row?.sealed) return;
  const isWritten = 'inviteIds' in openImport(keys, job.importId, row.sealed);
  await endUserImport(context, job, {
    state: isWritten ? 'done' : 'failed',
    failure: isWritten
      ? 'Not all invitations could be sent. Find who is not invited yet in the list, and invite them there.'
      : 'Something went wrong on the server, several times. Nothing was written. Choose the file again; if it goes on, tell whoever runs the server.',
  });
}

// Starts an import that was checked, and tells how far it is.
import { and, eq } from 'drizzle-orm';
import type { UserImport } from '../../../contract/endpoints/user-imports.ts';
import type { Queries } from '../../database/database.ts';
import { userImports } from '../../database/schema.ts';
import type { Act } from '../access/act.ts';
import { ProblemError } from '../access/problem-error.ts';
import type { SignedIn } from '../access/signed-in.ts';
import { describeImport } from './check-user-import.ts';

const hourMs = 3_600_000;

/** An import of the one who asks; another's is not there for them. */
async function findImport(tx: Queries, signedIn: SignedIn, importId: string) {
  const [row] = await tx
    .select()
    .from(userImports)
    .where(and(eq(userImports.id, importId), eq(userImports.startedBy, signedIn.user.id)));
  if (!row) throw new ProblemError('not_found', 'This import no longer exists. Choose the file again.');
  return row;
}

/** How far an import is. */
export function getUserImport(
  { context: { database }, signedIn }: Act,
  importId: string,
): Promise<UserImport> {
  return database.inOrganization(signedIn.organizationId, async (tx) =>
    describeImport(await findImport(tx, signedIn, importId)),
  );
}

/**
 * Puts an import on its way; of two starts at once one gets through.
 * @throws ProblemError `import_not_ready` when it was started before, or was checked more than an hour ago
 */
export function startUserImport(act: Act, importId: string): Promise<UserImport> {
  const { context, signedIn } = act;
  const { database, jobs, clock } = context;
  const { organizationId } = signedIn;
  return database.inOrganization(organizationId, async (tx) => {
    const before = await findImport(tx, signedIn, importId);
    const isFresh = clock().getTime() - before.createdAt.getTime() < hourMs;
    const [started] = isFresh
      ? await tx
          .update(userImports)
          .set({ state: 'running' })
          .where(and(eq(userImports.id, importId), eq(userImports.state, 'checked')))
          .returning()
      : [];
    if (!started) {
      throw new ProblemError(
        'import_not_ready',
        'This file was already imported, or was checked more than an hour ago. Choose it again.',
      );
    }
    await jobs.enqueue(tx, 'import-users', { organizationId, importId, address: act.origin.address });
    return describeImport(started);
  });
}

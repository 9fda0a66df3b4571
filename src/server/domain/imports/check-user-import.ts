// Checks a file of users and keeps it, sealed, until somebody starts it.
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { ImportProblem, UserImport } from '../../../contract/endpoints/user-imports.ts';
import { open, seal } from '../../crypto/sealed.ts';
import type { SecretKeys } from '../../crypto/secret-keys.ts';
import { userImports } from '../../database/schema.ts';
import type { Act } from '../access/act.ts';
import { type PlannedRow, planUserImport } from './plan-user-import.ts';
import { readUserFile } from './read-user-file.ts';

const problemsShown = 500;
const rowsShown = 20;

const cell = z.string();
const cellsSchema = z.strictObject({
  username: cell,
  role: cell,
  firstName: cell,
  lastName: cell,
  email: cell,
  phone: cell,
  pin: cell,
  units: cell,
  language: cell,
});

/** What is kept of a file until its import has ended. */
const keptSchema = z.strictObject({
  rows: z.array(z.strictObject({ row: z.number(), cells: cellsSchema })),
  existing: z.enum(['skip', 'update']),
  invite: z.boolean(),
});
export type KeptImport = z.infer<typeof keptSchema>;

const sealContext = (importId: string) => `user import ${importId}`;

/** Rows may hold PINs, so that nothing of them lies in the database in clear. */
export function sealImport(keys: SecretKeys, importId: string, kept: KeptImport): Buffer {
  return seal(keys.momentary, Buffer.from(JSON.stringify(kept)), sealContext(importId));
}

/** Opens what `sealImport` sealed. */
export function openImport(keys: SecretKeys, importId: string, sealed: Buffer): KeptImport {
  return keptSchema.parse(JSON.parse(open(keys.momentary, sealed, sealContext(importId)).toString()));
}

/** An import as the contract tells of it. */
export function describeImport({
  id,
  state,
  total,
  done,
  progress,
  madePins,
  failure,
}: typeof userImports.$inferSelect): UserImport {
  return { id, state, total, done, leftOut: progress?.leftOut.length ?? 0, madePins, failure };
}

export type CheckedImport = {
  import: UserImport | null;
  rows: number;
  counts: { added: number; updated: number; skipped: number };
  problems: ImportProblem[];
  problemCount: number;
  sample: { row: number; username: string; name: string; role: string; action: PlannedRow['action'] }[];
};

function describePlan(rows: readonly PlannedRow[], problems: readonly ImportProblem[]) {
  const count = (action: PlannedRow['action']) => rows.filter((row) => row.action === action).length;
  return {
    rows: rows.length,
    counts: { added: count('add'), updated: count('update'), skipped: count('skip') },
    problems: problems.toSorted((a, b) => a.row - b.row).slice(0, problemsShown),
    problemCount: problems.length,
    sample: rows.slice(0, rowsShown).map(({ row, username, name, roleName, action }) => ({
      row,
      username,
      name,
      role: roleName,
      action,
    })),
  };
}

/** Tells what a file would do and what is wrong with it; only a file without problems can be started. */
export async function checkUserImport(
  { context: { database, keys, clock }, signedIn }: Act,
  { csv, existing, invite }: { csv: string; existing: 'skip' | 'update'; invite: boolean },
): Promise<CheckedImport> {
  const file = await readUserFile(csv);
  if (file.rows.length === 0) return { import: null, ...describePlan([], file.problems) };
  return database.inOrganization(signedIn.organizationId, async (tx) => {
    const plan = await planUserImport(tx, signedIn, file.rows, existing);
    const described = describePlan(plan.rows, [...file.problems, ...plan.problems]);
    if (described.problemCount > 0) return { import: null, ...described };
    const id = randomUUID();
    const [row] = await tx
      .insert(userImports)
      .values({
        id,
        organizationId: signedIn.organizationId,
        startedBy: signedIn.user.id,
        state: 'checked',
        sealed: sealImport(keys, id, {
          rows: file.rows.map(({ row, cells }) => ({ row, cells })),
          existing,
          invite,
        }),
        total: plan.rows.length,
        createdAt: clock(),
      })
      .returning();
    if (!row) throw new Error('an import was written, and none came back');
    return { import: describeImport(row), ...described };
  });
}

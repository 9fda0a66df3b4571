// Checks a file of users and keeps it, sealed, until somebody starts it.
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { EndpointOutput } from '../../../contract/endpoint.ts';
import type {
  checkUserImport as checkEndpoint,
  ImportProblem,
  UserImport,
} from '../../../contract/endpoints/user-imports.ts';
import { emailSchema } from '../../../contract/fields.ts';
import { userFileColumns } from '../../../contract/user-file.ts';
import { open, seal } from '../../crypto/sealed.ts';
import type { SecretKeys } from '../../crypto/secret-keys.ts';
import { userImports } from '../../database/schema.ts';
import { findUnmailable } from '../../mail/mailable-address.ts';
import type { Act } from '../access/act.ts';
import { readOrganization } from '../access/organization-row.ts';
import { addZeros, findMissingZeros, sayMissingZeros } from './missing-zeros.ts';
import { type PlannedRow, planUserImport } from './plan-user-import.ts';
import { readUserFile, type UserFileLayout, type UserFileRow, type UserFileTable } from './read-user-file.ts';

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

export type CheckedImport = EndpointOutput<typeof checkEndpoint>;

const samplesShown = 3;
const sampleCharacters = 60;
/** So much is handed back of rows that failed; of what comes behind it, only the problems. */
const failedCharacters = 150_000;

/** What the columns were taken for, with a look into them. */
function describeLayout({ titlesRow, titles, columns, records, isKnown }: UserFileTable) {
  const below = records.slice(titlesRow).filter((record) => record.some((cell) => cell !== ''));
  const widest = Math.max(titles.length, ...below.slice(0, samplesShown).map(({ length }) => length));
  return {
    titlesRow,
    columns: Array.from({ length: widest }, (_, place) => ({
      title: (titles[place] ?? '').slice(0, sampleCharacters),
      column: columns[place] ?? null,
      samples: below.slice(0, samplesShown).map((record) => (record[place] ?? '').slice(0, sampleCharacters)),
    })),
    isKnown,
  };
}

/** The rows that have problems, as they stand in the file. */
function findFailed({ titlesRow, records }: UserFileTable, problems: readonly ImportProblem[]) {
  let characters = 0;
  const failed: { row: number; cells: string[] }[] = [];
  for (const row of new Set(problems.map((problem) => problem.row))) {
    if (row <= titlesRow) continue;
    const cells = [...(records[row - 1] ?? [])];
    characters += cells.join('').length;
    failed.push({ row, cells: characters > failedCharacters ? [] : cells });
  }
  return failed;
}

function describePlan(
  rows: readonly PlannedRow[],
  problems: readonly ImportProblem[],
  table: UserFileTable | null,
) {
  const count = (action: PlannedRow['action']) => rows.filter((row) => row.action === action).length;
  const shown = problems.toSorted((a, b) => a.row - b.row).slice(0, problemsShown);
  return {
    rows: rows.length,
    counts: { added: count('add'), updated: count('update'), skipped: count('skip') },
    problems: shown,
    problemCount: problems.length,
    failed: table ? findFailed(table, shown) : [],
    layout: table && describeLayout(table),
    missingZeros: 0,
    sample: rows.slice(0, rowsShown).map(({ row, username, name, roleName, action }) => ({
      row,
      username,
      name,
      role: roleName,
      action,
    })),
  };
}

/** The rows whose address is spelled right, and that no mail could go to. */
async function findUnreachable(
  context: Act['context'],
  rows: readonly UserFileRow[],
): Promise<ImportProblem[]> {
  const addresses = new Map(
    rows.map(({ row, cells }) => [row, emailSchema.safeParse(cells.email).data ?? '']),
  );
  const flaws = await findUnmailable(context, [...addresses.values()].filter(Boolean));
  const column = userFileColumns.find(({ key }) => key === 'email')?.title ?? '';
  return [...addresses].flatMap(([row, email]) => {
    const message = flaws.get(email);
    return message ? [{ row, column, message }] : [];
  });
}

export type UserFileToCheck = {
  csv: string;
  existing: 'skip' | 'update';
  invite: boolean;
  layout?: UserFileLayout | undefined;
  addZeros?: true | undefined;
};

/** Tells what a file would do and what is wrong with it; only a file without problems can be started. */
export async function checkUserImport(
  { context, signedIn }: Act,
  { csv, existing, invite, layout, addZeros: mayAddZeros }: UserFileToCheck,
): Promise<CheckedImport> {
  const { database, keys, clock } = context;
  const file = await readUserFile(csv, layout);
  if (file.rows.length === 0) {
    return { import: null, ...describePlan([], file.problems, file.table) };
  }
  const unreachable = await findUnreachable(context, file.rows);
  return database.inOrganization(signedIn.organizationId, async (tx) => {
    const { pinLength } = await readOrganization(tx, signedIn.organizationId);
    const missing = findMissingZeros(file.rows, pinLength);
    const rows = mayAddZeros ? addZeros(file.rows, missing, pinLength) : file.rows;
    const plan = await planUserImport(tx, signedIn, rows, existing);
    const problems = [...file.problems, ...unreachable, ...plan.problems].map((problem) =>
      !mayAddZeros && problem.column === 'PIN' && missing.has(problem.row)
        ? { ...problem, message: sayMissingZeros(pinLength) }
        : problem,
    );
    const described = {
      ...describePlan(plan.rows, problems, file.table),
      missingZeros: mayAddZeros ? 0 : missing.size,
    };
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
          rows: rows.map(({ row, cells }) => ({ row, cells })),
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

// Runs a command line tool: its answer to standard output, its refusal to standard error with exit code 1.
import { DataFolderInUse } from '../database/embedded/embedded-postgres.ts';
import { WrongSetting } from '../env.ts';
import { ToolRefusal } from './tool-refusal.ts';

// A query library puts the values of a statement into its message; what PostgreSQL itself said lies below.
function findRoot(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? findRoot(error.cause) : error;
}

function explain(error: unknown): string {
  if (error instanceof ToolRefusal || error instanceof WrongSetting || error instanceof DataFolderInUse) {
    return error.message;
  }
  const root = findRoot(error);
  const code = root instanceof Error && 'code' in root ? ` (${String(root.code)})` : '';
  if (/ECONNREFUSED|ENOTFOUND|ETIMEDOUT|EAI_AGAIN/.test(code)) {
    return `The database does not answer${code}: start it, or correct DATABASE_URL. Nothing was changed.`;
  }
  return `That did not work, and nothing was changed: ${root instanceof Error ? root.message || root.name : String(root)}${code}`;
}

/** @param work answers the lines to print */
export async function runTool(work: () => Promise<readonly string[]>): Promise<void> {
  try {
    for (const line of await work()) process.stdout.write(`${line}\n`);
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  }
}

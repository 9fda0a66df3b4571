// Runs every test once, or the files that are named, and ends with one line that counts them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { buildFirst } from './build-first.ts';

const resultsSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  success: z.boolean(),
});

// Workers, servers and programs of the tests load the same modules again and again: what Node made of each is kept.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url));

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'floorkey-test-results-'));
const file = join(folder, 'results.json');

/** The counts of a run; nothing passed where vitest left none. */
async function readResults(): Promise<z.infer<typeof resultsSchema>> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text !== null) return resultsSchema.parse(JSON.parse(text));
  return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, success: false };
}

const asked = process.argv.slice(2);
// What nobody asked for is not prepared, so that the tests of one change take seconds.
const namesFile = asked.some((each) => /tests\/|\.test\./.test(each));
const kinds = asked.filter((each) => /^(unit|integration|model|browser)$/.test(each));
/** Whether files with one of these parts in their names are to run, or a kind to which some of them belong. */
const asksFor = (parts: readonly string[], ofKinds: readonly string[]) =>
  namesFile
    ? asked.some((each) => parts.some((part) => each.includes(part)))
    : kinds.length === 0 || kinds.some((kind) => ofKinds.includes(kind));
if (asksFor(['browser'], ['browser'])) await import('./install-browsers.ts');
// Those that start a server as it is shipped, or serve the built app; the demo would build it by itself, in the middle of a test.
const builtFor = ['browser', 'server-life', 'restart-log', 'move-by-backup', 'mail-crash', 'kill', 'demo'];
if (asksFor(builtFor, ['integration', 'model', 'browser'])) buildFirst();

try {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const child = spawn(process.execPath, [vitest, 'run', ...reporters, ...asked], {
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  const { numPassedTests: passed, numFailedTests: failed, ...rest } = await readResults();
  const skipped = rest.numPendingTests + rest.numTodoTests;
  // A file that could not even be loaded has no test that failed.
  const broken = rest.success || failed > 0 ? 0 : 1;
  process.exitCode = code === 0 && (failed > 0 || passed === 0) ? 1 : (code ?? 1);
  process.stdout.write(
    `\n${passed} passed, ${failed + broken} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}

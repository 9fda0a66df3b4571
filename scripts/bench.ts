// npm run bench -- [NAME …]: measures, and prints a Markdown table.
import { cpus, release, type } from 'node:os';
import type { Row } from './bench/benchmark.ts';
import { benchmarks } from './bench/benchmarks.ts';
import { endScopes, inScope } from './bench/scope.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const tell = (line: string) => process.stderr.write(`${line}\n`);
const inCell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
if (unknown.length > 0) {
  tell(
    `There is no benchmark ${unknown.join(', ')}. There are: ${benchmarks.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(1);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void endScopes().finally(() => process.exit(130)));
}

const rows: Row[] = [];
for (const { name, measure } of benchmarks) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const started = performance.now();
  try {
    rows.push(...(await inScope(measure)));
  } catch (error) {
    process.exitCode = 1;
    rows.push({ what: name, figures: 'failed', how: '' });
    tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  tell(`${name}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

say(
  `\nMeasured ${new Date().toISOString().slice(0, 10)}: Node ${process.versions.node}, ${type()} ${release()}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}.\n`,
);
say('| What | Figures | How |\n|---|---|---|');
for (const { what, figures, how } of rows) say(`| ${inCell(what)} | ${inCell(figures)} | ${inCell(how)} |`);

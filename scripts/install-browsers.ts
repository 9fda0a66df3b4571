// Installs the browser engines that the tests drive, where this machine lets it; says which ones are missing otherwise.
import { spawnSync } from 'node:child_process';
import {
  debianPackages,
  findInstalledEngines,
  findProgram,
  type InstalledEngine,
} from '../tests/browser/engine/installed-engines.ts';

const engines: readonly InstalledEngine[] = ['chromium', 'webkit', 'firefox'];
const names: Readonly<Record<InstalledEngine, string>> = {
  chromium: 'Chromium',
  webkit: 'WebKitGTK',
  firefox: 'Firefox',
};

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function findMissing(): InstalledEngine[] {
  const installed = findInstalledEngines();
  return engines.filter((engine) => !installed.has(engine));
}

/** Runs a command quietly; answers the end of what it complained, or nothing when it went well. */
function run(command: string, args: readonly string[]): string | undefined {
  const result = spawnSync(command, args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: 10 * 60_000,
  });
  if (result.status === 0) return undefined;
  return (result.error?.message ?? result.stderr).trim().split('\n').at(-1) ?? 'it ended early';
}

const missing = findMissing();
const installer = findProgram('apt-get');
if (missing.length > 0 && installer && process.getuid?.() === 0) {
  say(`Installing ${missing.map((engine) => names[engine]).join(', ')} for the browser tests with apt-get.`);
  // An outdated list may still do, so a failed update stops nothing.
  run(installer, ['update']);
  // One by one: where a release lacks one engine, the others are tested all the same.
  for (const engine of missing) {
    const complaint = run(installer, ['install', '-y', '--no-install-recommends', ...debianPackages[engine]]);
    if (complaint !== undefined) say(`apt-get could not install ${names[engine]}: ${complaint}`);
  }
}
for (const engine of findMissing()) {
  say(
    `${names[engine]} is missing, so its tests are skipped. To get it on Debian: apt-get install ${debianPackages[engine].join(' ')}` +
      (engine === 'webkit' ? ' (Linux only)' : ''),
  );
}

// What the operator reads when the built-in PostgreSQL dies and can't be started again.
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { hasUnixSockets } from '../../src/server/database/embedded/address.ts';
import { readPostmasterPid } from '../../src/server/database/embedded/postmaster-pid.ts';
import { findFreePort } from './harness/free-port.ts';
import { shippedServer, startServerProcess } from './harness/program.ts';

it.runIf(hasUnixSockets)('says why PostgreSQL does not start again, until it does', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'floorkey-test-restart-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const port = String(await findFreePort());
  const settings = { DATA_DIR: dataDir, PORT: port, LOG_LEVEL: 'error' };
  const server = await startServerProcess(shippedServer, settings, (line) => /is ready at/.test(line));
  const config = join(dataDir, 'postgres', 'postgresql.conf');
  const whole = await readFile(config);
  await appendFile(config, 'no_such_setting = on\n');
  const postgres = await readPostmasterPid(join(dataDir, 'postgres'));
  process.kill(postgres?.pid ?? 0, 'SIGKILL');
  const told = () => server.lines.join('\n');
  await expect.poll(told, { timeout: 20_000 }).toMatch(/no_such_setting.*can’t be started again/);
  expect(told()).toMatch(/SIGKILL.*ended unexpectedly; starting it again/);
  await writeFile(config, whole);
  const isReady = () => fetch(`http://localhost:${port}/api/ready`).then(({ ok }) => ok);
  await expect.poll(isReady, { timeout: 20_000 }).toBe(true);
  expect(await server.stop()).toBe(0);
});

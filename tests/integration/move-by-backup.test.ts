// Moving a server to another folder by a backup, while nothing of the old one is stopped.
import { copyFile, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../../src/contract/endpoints/password.ts';
import { setUp } from '../../src/contract/endpoints/setup.ts';
import { ApiClient } from './harness/api-client.ts';
import { findFreePort } from './harness/free-port.ts';
import { runProgram, shippedServer, startServerProcess } from './harness/program.ts';
import { TestDevice } from './harness/test-device.ts';
import { addUser, testPassword } from './harness/test-organization.ts';

const pin = '482915';
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'floorkey-test-backup-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const fresh = () => mkdtemp(join(home, 'place-'));

describe('with the built-in PostgreSQL', () => {
  const start = async (dataDir: string, upLine: RegExp) => {
    const port = String(await findFreePort());
    const settings = { DATA_DIR: dataDir, PORT: port, LOG_LEVEL: 'warn' };
    const server = await startServerProcess(shippedServer, settings, (line) => upLine.test(line));
    return { ...server, url: `http://localhost:${port}` };
  };

  it('moves to a fresh folder while nothing of the old one is stopped, and the tablet takes the same PIN', {
    timeout: 120_000,
  }, async () => {
    const [old, next] = [join(await fresh(), 'data'), join(await fresh(), 'data')];
    const file = join(await fresh(), 'floorkey.backup');
    const first = await start(old, /#code=/);
    try {
      const client = new ApiClient(first.url);
      const [, code = ''] = /#code=(\S+)/.exec(first.lines.join('\n')) ?? [];
      await client.succeed(setUp, {
        body: {
          code,
          organizationName: 'Northgate Bakery',
          firstName: 'Olive',
          lastName: 'Owner',
          email: 'olive@northgate.example',
          password: testPassword,
        },
      });
      await addUser(client, 'staff', { pin });
      const device = await TestDevice.make(first.url);
      await device.authorize(client, 'Counter 1');

      const missing = await runProgram('scripts/backup.ts', [file], { DATA_DIR: next });
      expect(missing).toMatchObject({ code: 1, stdout: '' });
      expect(missing.stderr).toContain('There is no database in');
      const backup = await runProgram('scripts/backup.ts', [file], { DATA_DIR: old });
      expect(backup).toMatchObject({ code: 0, stderr: '' });
      expect(backup.stdout).toContain('1 organization, 2 users, 1 device');
      expect(backup.stdout).toContain(join(old, 'secret.key'));

      const running = await runProgram('scripts/restore.ts', [file], { DATA_DIR: old });
      expect(running).toMatchObject({ code: 1, stdout: '' });
      expect(running.stderr).toContain('Stop that process first');
      const keyless = await runProgram('scripts/restore.ts', [file], { DATA_DIR: next });
      expect(keyless).toMatchObject({ code: 1, stdout: '' });
      expect(keyless.stderr.trim().split('\n')).toHaveLength(1);
      await expect(stat(join(next, 'secret.key'))).rejects.toThrow('ENOENT');

      await mkdir(next, { recursive: true });
      await copyFile(join(old, 'secret.key'), join(next, 'secret.key'));
      const restore = await runProgram('scripts/restore.ts', [file], { DATA_DIR: next });
      expect(restore).toMatchObject({ code: 0, stderr: '' });
      const second = await start(next, /^Floorkey is ready/);
      try {
        expect(second.lines.join('\n')).not.toContain('#code=');
        expect((await device.at(second.url).signInWithPin(pin)).status).toBe(200);
        await new ApiClient(second.url).succeed(signIn, {
          body: { email: 'olive@northgate.example', password: testPassword },
        });
      } finally {
        expect(await second.stop()).toBe(0);
      }
    } finally {
      expect(await first.stop()).toBe(0);
    }
  });
});

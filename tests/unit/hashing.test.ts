// Hashing on threads: the same answers as the library's, bounded, and behind everything else.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { constants, getPriority } from 'node:os';
import { hashRaw, verify } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import { argon2Parameters } from '../../src/server/crypto/argon2-parameters.ts';
import { createHashing, HashingBusy } from '../../src/server/crypto/hashing.ts';

const salt = Buffer.alloc(16, 7);
const comparing =
  (...phcs: string[]) =>
  async () => ({ phcs, alike: 1 });
const asker = { group: 'shop', member: 'somebody' };

/** The nice values of a process's threads; the fields of /proc/…/stat after the name begin with the third. */
function readNiceValues(process: number | 'self'): number[] {
  return readdirSync(`/proc/${process}/task`).map((thread) => {
    const text = readFileSync(`/proc/${process}/task/${thread}/stat`, 'utf8');
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[16]);
  });
}

const { PRIORITY_LOW: lastOfAll } = constants.priority;
const hashOnce = `(async () => {
  const { createHashing } = await import(${JSON.stringify(new URL('../../src/server/crypto/hashing.ts', import.meta.url))});
  const hashing = await createHashing();
  await hashing.hashPin('402713', Buffer.alloc(16, 7));
  console.log('hashed');
  setInterval(() => {}, 60_000);
})()`;

/** The nice values of the threads of a process that was started behind this one and has hashed a PIN and a password. */
async function readNiceValuesBehind(by: number): Promise<number[]> {
  const args = ['-n', String(by), process.execPath, '--eval', hashOnce];
  const child = spawn('nice', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'exit').then(() => {
        throw new Error('the process ended before it had hashed');
      }),
    ]);
    return readNiceValues(child.pid ?? 0);
  } finally {
    child.kill('SIGKILL');
  }
}

describe('hashing', () => {
  it('gives what the library gives for the same PIN, salt and parameters', async () => {
    const hashing = await createHashing();
    const expected = await hashRaw('402713', { ...argon2Parameters, salt });
    expect(await hashing.hashPin('402713', salt)).toEqual(expected);
  });

  it('takes a password that it hashed, and no other one, and none for nobody', async () => {
    const hashing = await createHashing();
    const phc = await hashing.hashPassword('correct horse battery staple', asker);
    expect(await verify(phc, 'correct horse battery staple')).toBe(true);
    expect(await hashing.verifyPassword(comparing(phc), 'correct horse battery staple', asker)).toEqual([
      true,
    ]);
    expect(await hashing.verifyPassword(comparing(phc), 'correct horse battery stable', asker)).toEqual([
      false,
    ]);
    expect(await hashing.verifyPassword(comparing(), 'a password that nobody has', asker)).toEqual([]);
  });

  it('fails for what can’t be hashed, and goes on', async () => {
    const hashing = await createHashing();
    await expect(hashing.hashPin('402713', Buffer.alloc(1))).rejects.toThrow();
    expect(await hashing.hashPin('402713', salt)).toHaveLength(32);
  });

  it('says that it is busy when more are waiting than may', async () => {
    const one = { ofGroup: 1, whole: 1, waitMs: 10_000 };
    const hashing = await createHashing({ threads: 1, limits: { pin: one, password: one } });
    const tries = await Promise.allSettled(['1', '2', '3'].map((pin) => hashing.hashPin(pin, salt)));
    expect(tries.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(tries[2]).toMatchObject({ reason: expect.any(HashingBusy) });
  });

  it('lets a PIN that comes last go before all passwords that wait, and no password before those of others', async () => {
    const hashing = await createHashing({ threads: 1 });
    const ended: string[] = [];
    const password = (group: string) =>
      hashing.hashPassword('a password that is hashed', { group, member: '' }).then(() => ended.push(group));
    const flood = [1, 2, 3, 4].map(() => password('flood'));
    const quiet = password('quiet');
    const pin = hashing.hashPin('402713', salt).then(() => ended.push('pin'));
    await Promise.all([...flood, quiet, pin]);
    expect(ended).toEqual(['flood', 'pin', 'flood', 'quiet', 'flood', 'flood']);
  });

  it.runIf(process.platform === 'linux')(
    'stands back behind the other threads of the process, passwords further than PINs',
    async () => {
      const hashing = await createHashing();
      await hashing.hashPin('402713', salt);
      const values = readNiceValues('self');
      expect(values).toEqual(expect.arrayContaining([2, 15]));
      expect(Math.min(...values)).toBeLessThan(2);
    },
  );

  it.runIf(process.platform === 'linux').each([5, 18])(
    'never goes before the rest of a process that was itself started behind others, by %i',
    async (by) => {
      const own = Math.min(getPriority() + by, lastOfAll);
      const values = await readNiceValuesBehind(by);
      expect(Math.min(...values)).toBe(own);
      expect(values).toEqual(expect.arrayContaining([Math.max(own, 2), Math.max(own, 15)]));
    },
  );
});

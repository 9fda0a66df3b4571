// Hashing on threads: the same answers as the library's, bounded, and behind everything else.
import { readdirSync, readFileSync } from 'node:fs';
import { hashRaw, verify } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import { argon2Parameters } from '../../src/server/crypto/argon2-parameters.ts';
import { createHashing, HashingBusy } from '../../src/server/crypto/hashing.ts';

const salt = Buffer.alloc(16, 7);

/** The nice values of this process's threads; the fields of /proc/…/stat after the name begin with the third. */
function readNiceValues(): number[] {
  return readdirSync('/proc/self/task').map((thread) => {
    const text = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[16]);
  });
}

describe('hashing', () => {
  it('gives what the library gives for the same PIN, salt and parameters', async () => {
    const hashing = await createHashing();
    const expected = await hashRaw('402713', { ...argon2Parameters, salt });
    expect(await hashing.hashPin('402713', salt)).toEqual(expected);
  });

  it('takes a password that it hashed, and no other one, and none for nobody', async () => {
    const hashing = await createHashing();
    const phc = await hashing.hashPassword('correct horse battery staple');
    expect(await verify(phc, 'correct horse battery staple')).toBe(true);
    expect(await hashing.verifyPassword(phc, 'correct horse battery staple')).toBe(true);
    expect(await hashing.verifyPassword(phc, 'correct horse battery stable')).toBe(false);
    expect(await hashing.verifyPassword(null, 'a password that nobody has')).toBe(false);
  });

  it('fails for what can’t be hashed, and goes on', async () => {
    const hashing = await createHashing();
    await expect(hashing.hashPin('402713', Buffer.alloc(1))).rejects.toThrow();
    expect(await hashing.hashPin('402713', salt)).toHaveLength(32);
  });

  it('says that it is busy when more are waiting than may', async () => {
    const hashing = await createHashing(1, 1);
    const tries = await Promise.allSettled(['1', '2', '3'].map((pin) => hashing.hashPin(pin, salt)));
    expect(tries.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(tries[2]).toMatchObject({ reason: expect.any(HashingBusy) });
  });

  it.runIf(process.platform === 'linux')('stands back behind the other threads of the process', async () => {
    const hashing = await createHashing();
    await hashing.hashPin('402713', salt);
    const values = readNiceValues();
    expect(values.filter((value) => value === 10).length).toBeGreaterThan(0);
    expect(values.filter((value) => value < 10).length).toBeGreaterThan(0);
  });
});

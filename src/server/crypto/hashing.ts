// The one way to Argon2id, for passwords and PINs: a bounded number at a time.
import { availableParallelism } from 'node:os';
import { parseOptions } from '@node-rs/argon2';
import { argon2Parameters as parameters } from './argon2-parameters.ts';
import { hashOnThread } from './hashing-threads.ts';

/** More is waiting than can be done in good time. */
export class HashingBusy extends Error {}

export type Hashing = {
  /** Hashes a password to its PHC form with a salt of its own. */
  hashPassword(password: string): Promise<string>;
  /** Compares; with `null` for the hash it takes the same time and says no. */
  verifyPassword(phc: string | null, password: string): Promise<boolean>;
  /** Tells whether a hash was made with other parameters than today's. */
  isOutdated(phc: string): boolean;
  /** S of a PIN: 32 bytes from the PIN and the organization's salt. */
  hashPin(pin: string, salt: Buffer): Promise<Buffer>;
  /** What a tablet needs so as to come to the same S. */
  readonly pinParameters: { memoryKiB: number; iterations: number; parallelism: number };
};

/**
 * @param atOnce how many hashes run side by side: one a core, since more only takes memory (46 MiB each)
 * @param waitingMost how many may wait before a caller is told that the server is busy
 */
export async function createHashing(atOnce = availableParallelism(), waitingMost = 256): Promise<Hashing> {
  let running = 0;
  const waiting: (() => void)[] = [];

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= atOnce) {
      if (waiting.length >= waitingMost) throw new HashingBusy();
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      // The place is handed on, so that nobody can slip in between.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  }

  async function hashPassword(password: string): Promise<string> {
    return String(await hashOnThread({ kind: 'password', password: password.normalize('NFKC') }));
  }

  const decoy = await hashPassword('a password that nobody has');

  return {
    hashPassword: (password) => inTurn(() => hashPassword(password)),
    verifyPassword: async (phc, password) => {
      const work = { kind: 'verify', phc: phc ?? decoy, password: password.normalize('NFKC') } as const;
      const matches = await inTurn(() => hashOnThread(work));
      return matches === true && phc !== null;
    },
    isOutdated: (phc) => {
      const used = parseOptions(phc);
      return used.memoryCost < parameters.memoryCost || used.timeCost < parameters.timeCost;
    },
    hashPin: async (pin, salt) => {
      const hashed = await inTurn(() => hashOnThread({ kind: 'pin', pin, salt }));
      if (!(hashed instanceof Uint8Array)) throw new TypeError('a PIN is hashed to bytes');
      return Buffer.from(hashed);
    },
    pinParameters: {
      memoryKiB: parameters.memoryCost,
      iterations: parameters.timeCost,
      parallelism: parameters.parallelism,
    },
  };
}

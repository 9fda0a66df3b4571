// The one place where Argon2id runs: passwords and PINs, a bounded number at a time.
import { availableParallelism } from 'node:os';
import { hash, hashRaw, parseOptions, verify } from '@node-rs/argon2';
import { argon2Parameters as parameters } from './argon2-parameters.ts';

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

  const decoy = await hash('a password that nobody has', parameters);

  return {
    hashPassword: (password) => inTurn(() => hash(password.normalize('NFKC'), parameters)),
    verifyPassword: async (phc, password) => {
      const matches = await inTurn(() => verify(phc ?? decoy, password.normalize('NFKC')));
      return matches && phc !== null;
    },
    isOutdated: (phc) => {
      const used = parseOptions(phc);
      return used.memoryCost < parameters.memoryCost || used.timeCost < parameters.timeCost;
    },
    hashPin: (pin, salt) => inTurn(() => hashRaw(pin, { ...parameters, salt })),
  };
}

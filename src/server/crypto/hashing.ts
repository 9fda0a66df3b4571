// The one way to Argon2id, for passwords and PINs: in lanes of their own, and fairly among those who ask.
import { availableParallelism } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { parseOptions } from '@node-rs/argon2';
import type { Asker } from '../fair-queue.ts';
import { within } from '../within.ts';
import { type Argon2Parameters, argon2Parameters } from './argon2-parameters.ts';
import { keepHashTimes } from './hash-times.ts';
import { HashingBusy, type LaneLimits, openLanes, usualLimits } from './hashing-lanes.ts';
import { hashOnThread } from './hashing-threads.ts';

export { HashingBusy } from './hashing-lanes.ts';

export type Comparable = {
  readonly phcs: readonly string[];
  /** How many comparisons it is to look like. */
  readonly alike: number;
};

export type Hashing = {
  /** Hashes a password to its PHC form with a salt of its own. @throws HashingBusy */
  hashPassword(password: string, asker: Asker): Promise<string>;
  /**
   * Compares a password with each of some hashes, which are looked up when it is its turn: whoever is told that the server
   * is busy has cost it no more than waiting. What was not compared, where there are fewer than `alike`, takes the time of
   * comparisons and not their work: nobody sees from outside how many hashes there were, or whether any.
   * Not hidden: from somebody who sends several at once, that there were more than one, by how long the others wait.
   * @returns whether each is of this password
   * @throws HashingBusy
   */
  verifyPassword(
    findHashes: () => Promise<Comparable>,
    password: string,
    asker: Asker,
  ): Promise<readonly boolean[]>;
  /** Tells whether a hash was made with other parameters than today's. */
  isOutdated(phc: string): boolean;
  /**
   * S of a PIN: 32 bytes from the PIN and the organization's salt.
   * @param work `member`: for whom, within the organization, such as a device; `isTap`: somebody stands at a pad and waits
   * @throws HashingBusy
   */
  hashPin(pin: string, salt: Buffer, work?: { member?: string; isTap?: boolean }): Promise<Buffer>;
  /** What a tablet needs so as to come to the same S. */
  readonly pinParameters: { memoryKiB: number; iterations: number; parallelism: number };
};

export type HashingOptions = {
  /** How much runs side by side: one a core, since more only takes memory (46 MiB each). */
  readonly threads?: number;
  readonly limits?: LaneLimits;
  /** How hard it is; never less than OWASP says, but in tests that are about something else. */
  readonly parameters?: Argon2Parameters;
};

/** A database that is stuck must not keep the turn, and with it everybody else's sign-in. */
const lookUpMs = 2_500;

/** Starts with one hash, which nobody's password has. */
export async function createHashing({
  threads = availableParallelism(),
  limits = usualLimits,
  parameters = argon2Parameters,
}: HashingOptions = {}): Promise<Hashing> {
  const inTurn = openLanes(threads, limits);
  const times = keepHashTimes();

  async function hashPassword(password: string): Promise<string> {
    const { value } = await hashOnThread({
      kind: 'password',
      password: password.normalize('NFKC'),
      parameters,
    });
    return String(value);
  }

  const decoy = await hashPassword('a password that nobody has');

  async function compare(phc: string, password: string): Promise<boolean> {
    const { value, ms } = await hashOnThread({ kind: 'verify', phc, password });
    times.note(ms);
    return value === true;
  }

  /** Where nothing is known of how long a comparison takes now, one is made. */
  async function pretend(password: string, ms: number | null): Promise<void> {
    await (ms === null ? compare(decoy, password) : hashOnThread({ kind: 'rest', ms }));
  }

  return {
    hashPassword: (password, asker) => inTurn('password', asker, () => hashPassword(password)),
    verifyPassword: async (findHashes, password, asker) => {
      const normal = password.normalize('NFKC');
      let notCompared = 0;
      // Drawn before what takes time: whether the newest one is still fresh afterwards hangs on what was done.
      let lately: number | null = null;
      const answers = await inTurn('password', asker, async () => {
        const { phcs, alike } = await within(lookUpMs, findHashes(), () => new HashingBusy());
        notCompared = alike - Math.max(1, phcs.length);
        lately = times.draw();
        if (phcs.length === 0) await pretend(normal, lately);
        const each: boolean[] = [];
        for (const phc of phcs) each.push(await compare(phc, normal));
        return each;
      });
      let rest = 0;
      for (; notCompared > 0; notCompared -= 1) rest += times.draw() ?? lately ?? 0;
      if (rest > 0) await wait(rest);
      return answers;
    },
    isOutdated: (phc) => {
      const used = parseOptions(phc);
      return used.memoryCost < parameters.memoryCost || used.timeCost < parameters.timeCost;
    },
    hashPin: async (pin, salt, { member = 'people', isTap = false } = {}) => {
      // The salt is the organization's alone.
      const asker = { group: salt.toString('base64url'), member };
      const work = () => hashOnThread({ kind: 'pin', pin, salt, parameters });
      const { value } = await inTurn('pin', asker, work, isTap);
      if (!(value instanceof Uint8Array)) throw new TypeError('a PIN is hashed to bytes');
      return Buffer.from(value);
    },
    pinParameters: {
      memoryKiB: parameters.memoryCost,
      iterations: parameters.timeCost,
      parallelism: parameters.parallelism,
    },
  };
}

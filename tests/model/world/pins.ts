// The PINs of the histories: hashed lightly, and some of them with the same 10 bits, so that a wrong one passes on a tablet.
import { createHash } from 'node:crypto';
import { hashRawSync } from '@node-rs/argon2';
import { findPinWeakness } from '../../../src/contract/pin-rules.ts';
import type { Hashing } from '../../../src/server/crypto/hashing.ts';

/** The same for every organization of the histories, so that a PIN is hashed once. */
export const pinSalt = Buffer.alloc(16, 7);

const parameters = { memoryKiB: 8, iterations: 1, parallelism: 1 };
const known = new Map<string, Buffer>();

function hash(pin: string, salt: Buffer): Buffer {
  const key = `${pin} ${salt.toString('hex')}`;
  const { memoryKiB: memoryCost, iterations: timeCost, parallelism } = parameters;
  const options = { memoryCost, timeCost, parallelism, outputLen: 32, salt };
  const hashed = known.get(key) ?? hashRawSync(pin, options);
  known.set(key, hashed);
  return hashed;
}

const never = () => Promise.reject(new Error('no history has a password'));

/** Argon2id as the server calls it, so light that thousands of histories have their time. */
export const lightHashing: Hashing = {
  hashPassword: never,
  verifyPassword: never,
  isOutdated: () => false,
  hashPin: async (pin, salt) => hash(pin, salt),
  pinParameters: parameters,
};

/** S of a PIN in the organizations of the histories. */
export const hashOf = (pin: string) => hash(pin, pinSalt);

/** The 10 bits that a tablet may hold of a PIN, worked out anew from the words of the design. */
export function bitsOf(pin: string): number {
  const [high = 0, low = 0] = createHash('sha256').update('v').update(hash(pin, pinSalt)).digest();
  return high * 4 + Math.floor(low / 64);
}

const length = 6;
const most = 2000;

function makePins(): string[] {
  const pins: string[] = [];
  for (let number = 2471; pins.length < most; number = (number * 7 + 100_003) % 1_000_000) {
    const pin = String(number).padStart(length, '0');
    if (!findPinWeakness(pin, length) && !pins.includes(pin)) pins.push(pin);
  }
  return pins;
}

/** Pairs of PINs with the same 10 bits: the first of each is given to people, the second is what a thief guesses. */
const pairs: readonly { pin: string; twin: string }[] = (() => {
  const byBits = Map.groupBy(makePins(), bitsOf);
  return [...byBits.values()].flatMap(([pin, twin]) => (pin && twin ? [{ pin, twin }] : []));
})();

/** PINs that are too short to be used without the server. */
const shortPins = Array.from({ length: 60 }, (_, at) => String(24_817 + at * 613)).filter(
  (pin) => !findPinWeakness(pin, 5),
);

/** The nth PIN that people of an organization are given. */
export function pinAt(number: number, digits: number): string {
  const pin = digits === length ? pairs[number % pairs.length]?.pin : shortPins[number % shortPins.length];
  if (!pin) throw new Error('no PIN is left');
  return pin;
}

const twins = new Map(pairs.map(({ pin, twin }) => [pin, twin]));

/** Another PIN with the same 10 bits. */
export function twinOf(pin: string): string {
  return twins.get(pin) ?? pin;
}

/** Nobody's PIN, whose 10 bits are others than those of a PIN. */
export function wrongFor(pin: string | null): string {
  const bits = pin === null ? null : bitsOf(pin);
  return ['918273', '506184'].find((other) => bitsOf(other) !== bits) ?? '918273';
}

// The PINs of the demo: a few fixed ones that are printed, random ones for the others.
import { randomInt } from 'node:crypto';
import { findPinWeakness } from '../../contract/pin-rules.ts';
import type { Context } from '../context.ts';
import { type StoredPin, storePin } from '../crypto/pin-secret.ts';
import type { DemoPerson } from './people.ts';

const pinLength = 6;

function drawPin(taken: ReadonlySet<string>): string {
  for (;;) {
    const pin = String(randomInt(10 ** pinLength)).padStart(pinLength, '0');
    if (!taken.has(pin) && findPinWeakness(pin, pinLength) === null) return pin;
  }
}

/** So many at once that no core is idle, and none waits for long. */
const hashedAtOnce = 8;

/** Hashes everybody's PIN. @returns what to store, by the person's id */
export async function makePins(
  { keys, hashing }: Pick<Context, 'keys' | 'hashing'>,
  people: readonly DemoPerson[],
  salt: Buffer,
): Promise<Map<string, StoredPin & { pinLength: number }>> {
  const taken = new Set(people.flatMap(({ pin }) => (pin && pin !== 'random' ? [pin] : [])));
  const chosen = people.flatMap(({ id, pin }) => {
    if (pin === null) return [];
    const own = pin === 'random' ? drawPin(taken) : pin;
    taken.add(own);
    return [{ id, pin: own }];
  });
  const stored = new Map<string, StoredPin & { pinLength: number }>();
  const hash = async ({ id, pin }: (typeof chosen)[number]) =>
    stored.set(id, { ...storePin(keys, 'pin', id, await hashing.hashPin(pin, salt)), pinLength });
  for (let at = 0; at < chosen.length; at += hashedAtOnce)
    await Promise.all(chosen.slice(at, at + hashedAtOnce).map(hash));
  return stored;
}

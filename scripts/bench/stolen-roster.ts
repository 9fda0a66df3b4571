// What a thief of a tablet learns of a PIN, and how many PINs are left to try.
import { randomBytes, randomInt } from 'node:crypto';
import { pullChanges } from '../../src/contract/endpoints/device.ts';
import { verifierOf } from '../../src/device/offline/pin-verifier.ts';
import { TestDevice } from '../../tests/integration/harness/test-device.ts';
import { addPinHolders, makePins, setUpBench } from './bench-organization.ts';
import type { Benchmark } from './benchmark.ts';
import { hashPin } from './hash-pin.ts';
import { startServerProcess } from './server-process.ts';

const people = 40;
const tries = 3000;
const pinsInAll = 1_000_000;
// How many PINs pass 10 bits of a hash does not depend on what the hash costs.
const light = { memoryKiB: 8, iterations: 1, parallelism: 1 };

const drawPin = () => String(randomInt(pinsInAll)).padStart(6, '0');

export const stolenRoster: Benchmark = {
  name: 'stolen-roster',
  async measure(scope) {
    const server = await startServerProcess(scope);
    const organization = await setUpBench(server);
    await addPinHolders(organization, makePins(3));
    const tablet = await TestDevice.make(server.url);
    await tablet.authorize(organization.owner, 'Tablet');
    const { puts, policy } = await tablet.succeed(pullChanges, {});
    const holders = puts.users.filter(({ verifier }) => verifier !== null);
    if (!policy.offline || holders.length !== 3) throw new Error('the roster holds no verifiers');
    const saltBytes = Buffer.from(policy.offline.pinSalt, 'base64url').length;
    const fields = [...new Set(holders.flatMap((holder) => Object.keys(holder)))];
    if (holders.some(({ verifier }) => (verifier ?? 0) >= 2 ** 10))
      throw new Error('a verifier has more than 10 bits');

    const offline = {
      ...policy.offline,
      argon2: light,
      pinSalt: randomBytes(saltBytes).toString('base64url'),
    };
    const verifiers = new Map<number, number>();
    for (let n = 0; n < people; n += 1) {
      const verifier = await verifierOf(hashPin(drawPin(), offline));
      verifiers.set(verifier, (verifiers.get(verifier) ?? 0) + 1);
    }
    let passed = 0;
    for (let n = 0; n < tries; n += 1) {
      passed += verifiers.get(await verifierOf(hashPin(drawPin(), offline))) ?? 0;
    }
    const left = Math.round((passed / (tries * people)) * pinsInAll);
    return [
      {
        what: 'What a thief of the tablet finds of a PIN',
        figures: `${Math.log2(pinsInAll / left).toFixed(1)} bits for each user (${fields.join(', ')}), and one salt of ${saltBytes} bytes for all; ${left.toLocaleString('en')} of ${pinsInAll.toLocaleString('en')} 6-digit PINs are left, of which the server takes 10 tries`,
        how: `The bits follow from the PINs that are left: ${tries.toLocaleString('en')} random PINs tried against the verifiers of ${people} people with random PINs, ${passed} of ${(tries * people).toLocaleString('en')} passed (1 in 1,024 is to be expected); Argon2id made light, on which the share that passes does not depend.`,
      },
    ];
  },
};

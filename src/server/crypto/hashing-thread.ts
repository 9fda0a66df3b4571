// A thread that does nothing but Argon2id, one piece of work at a time: for PINs a little behind, for passwords far behind everything else that the server has to do.
import { getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { hashRawSync, hashSync, verifySync } from '@node-rs/argon2';
import type { Argon2Parameters } from './argon2-parameters.ts';
import type { Lane } from './hashing-lanes.ts';

/** What is to be hashed, and the answer's type. `rest` takes as long as a hash would, and costs nothing. */
export type HashingWork =
  | { kind: 'password'; password: string; parameters: Argon2Parameters }
  | { kind: 'verify'; phc: string; password: string }
  | { kind: 'rest'; ms: number }
  | { kind: 'pin'; pin: string; salt: Uint8Array; parameters: Argon2Parameters };
export type HashingValue = string | boolean | Uint8Array;
/** `ms` is what the work took on the thread. */
export type HashingAnswer = { value: HashingValue; ms: number } | { failure: string };

/** Somebody waits at a pad for a PIN, so a flood of passwords must not take its turns on a core. */
const niceness: Readonly<Record<Lane, number>> = { pin: 2, password: 15 };
const lane: Lane = workerData === 'pin' ? 'pin' : 'password';

// On Linux this means the calling thread alone (setpriority(2), "C library/kernel differences"), elsewhere the process.
// A process that was started behind others stays there: going before it would take a right that it seldom has.
if (process.platform === 'linux') setPriority(0, Math.max(getPriority(0), niceness[lane]));

const nobodyWakes = new Int32Array(new SharedArrayBuffer(4));

function doWork(work: HashingWork): HashingValue {
  if (work.kind === 'password') return hashSync(work.password, work.parameters);
  if (work.kind === 'verify') return verifySync(work.phc, work.password);
  if (work.kind === 'rest') return Atomics.wait(nobodyWakes, 0, 0, work.ms) === 'ok';
  return hashRawSync(work.pin, { ...work.parameters, salt: work.salt });
}

parentPort?.on('message', (work: HashingWork) => {
  let answer: HashingAnswer;
  const started = performance.now();
  try {
    answer = { value: doWork(work), ms: performance.now() - started };
  } catch (error) {
    answer = { failure: error instanceof Error ? error.message : 'hashing failed' };
  }
  parentPort?.postMessage(answer);
});

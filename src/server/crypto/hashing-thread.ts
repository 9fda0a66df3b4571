// A thread that does nothing but Argon2id, one hash at a time, behind everything else that the server has to do.
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { hashRawSync, hashSync, verifySync } from '@node-rs/argon2';
import { argon2Parameters } from './argon2-parameters.ts';

/** What is to be hashed, and the answer's type. */
export type HashingWork =
  | { kind: 'password'; password: string }
  | { kind: 'verify'; phc: string; password: string }
  | { kind: 'pin'; pin: string; salt: Uint8Array };
export type HashingAnswer = { value: string | boolean | Uint8Array } | { failure: string };

// On Linux this means the calling thread alone (setpriority(2), "C library/kernel differences"), elsewhere the process.
if (process.platform === 'linux') setPriority(0, 10);

function doWork(work: HashingWork): string | boolean | Uint8Array {
  if (work.kind === 'password') return hashSync(work.password, argon2Parameters);
  if (work.kind === 'verify') return verifySync(work.phc, work.password);
  return hashRawSync(work.pin, { ...argon2Parameters, salt: work.salt });
}

parentPort?.on('message', (work: HashingWork) => {
  let answer: HashingAnswer;
  try {
    answer = { value: doWork(work) };
  } catch (error) {
    answer = { failure: error instanceof Error ? error.message : 'hashing failed' };
  }
  parentPort?.postMessage(answer);
});

// The threads for hashing: at most one a core and lane in this process, started when they are first needed.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { hashingThread } from '../places.ts';
import type { Lane } from './hashing-lanes.ts';
import type { HashingAnswer, HashingValue, HashingWork } from './hashing-thread.ts';

/** What came of a piece of work, and how long it took on the thread, in milliseconds. */
export type Hashed = { readonly value: HashingValue; readonly ms: number };

const most = availableParallelism();

type Pool = {
  readonly lane: Lane;
  readonly idle: Worker[];
  readonly waiting: ((thread: Worker) => void)[];
  started: number;
};
const makePool = (lane: Lane): Pool => ({ lane, idle: [], waiting: [], started: 0 });
const pools = { pin: makePool('pin'), password: makePool('password') };

function startThread(pool: Pool): Worker {
  pool.started += 1;
  const thread = new Worker(hashingThread, { workerData: pool.lane });
  // A thread without work must not hold up the end of the process.
  thread.unref();
  return thread;
}

async function takeThread(pool: Pool): Promise<Worker> {
  const thread = pool.idle.pop();
  if (thread) return thread;
  if (pool.started < most) return startThread(pool);
  return new Promise((resolve) => pool.waiting.push(resolve));
}

function giveBack(pool: Pool, thread: Worker): void {
  const next = pool.waiting.shift();
  if (next) next(thread);
  else pool.idle.push(thread);
}

/** A thread that ended is gone; whoever waits for one gets a new one. */
function replace(pool: Pool): void {
  pool.started -= 1;
  const next = pool.waiting.shift();
  if (next) next(startThread(pool));
}

/**
 * Does one piece of work on a thread of its lane, as soon as one is free.
 * @throws Error when the work is impossible or the thread ended in it
 */
export async function hashOnThread(work: HashingWork): Promise<Hashed> {
  const pool = pools[work.kind === 'pin' ? 'pin' : 'password'];
  const thread = await takeThread(pool);
  thread.ref();
  return new Promise((resolve, reject) => {
    const leave = () => {
      thread.off('message', onAnswer).off('error', onEnd).off('exit', onEnd);
      thread.unref();
    };
    const onAnswer = (answer: HashingAnswer) => {
      leave();
      giveBack(pool, thread);
      if ('failure' in answer) reject(new Error(answer.failure));
      else resolve(answer);
    };
    const onEnd = (error: unknown) => {
      leave();
      replace(pool);
      reject(error instanceof Error ? error : new Error('a thread for hashing ended'));
    };
    thread.on('message', onAnswer).on('error', onEnd).on('exit', onEnd);
    thread.postMessage(work);
  });
}

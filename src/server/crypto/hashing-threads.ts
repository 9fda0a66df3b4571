// The threads for hashing: at most one a core in this process, started when they are first needed.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { HashingAnswer, HashingValue, HashingWork } from './hashing-thread.ts';

/** What came of a piece of work, and how long it took on the thread, in milliseconds. */
export type Hashed = { readonly value: HashingValue; readonly ms: number };

const most = availableParallelism();
const idle: Worker[] = [];
const waiting: ((thread: Worker) => void)[] = [];
let started = 0;

function startThread(): Worker {
  started += 1;
  const thread = new Worker(new URL('./hashing-thread.ts', import.meta.url));
  // A thread without work must not hold up the end of the process.
  thread.unref();
  return thread;
}

async function takeThread(): Promise<Worker> {
  const thread = idle.pop();
  if (thread) return thread;
  if (started < most) return startThread();
  return new Promise((resolve) => waiting.push(resolve));
}

function giveBack(thread: Worker): void {
  const next = waiting.shift();
  if (next) next(thread);
  else idle.push(thread);
}

/** A thread that ended is gone; whoever waits for one gets a new one. */
function replace(): void {
  started -= 1;
  const next = waiting.shift();
  if (next) next(startThread());
}

/**
 * Does one piece of work on a thread, as soon as one is free.
 * @throws Error when the work is impossible or the thread ended in it
 */
export async function hashOnThread(work: HashingWork): Promise<Hashed> {
  const thread = await takeThread();
  thread.ref();
  return new Promise((resolve, reject) => {
    const leave = () => {
      thread.off('message', onAnswer).off('error', onEnd).off('exit', onEnd);
      thread.unref();
    };
    const onAnswer = (answer: HashingAnswer) => {
      leave();
      giveBack(thread);
      if ('failure' in answer) reject(new Error(answer.failure));
      else resolve(answer);
    };
    const onEnd = (error: unknown) => {
      leave();
      replace();
      reject(error instanceof Error ? error : new Error('a thread for hashing ended'));
    };
    thread.on('message', onAnswer).on('error', onEnd).on('exit', onEnd);
    thread.postMessage(work);
  });
}

// Who hashes next: PINs before passwords, which never have all threads, and both fairly among those who ask.
import {
  type Asker,
  Busy,
  openFairQueue,
  type Patience,
  patientLimits,
  type WaitLimits,
} from '../fair-queue.ts';

/** More is waiting than can be done in good time. */
export class HashingBusy extends Busy {}

export type Lane = 'pin' | 'password';
export type LaneLimits = Readonly<Record<Lane, WaitLimits>>;

/** A pad shows its names after 2.5 s (`patience` in pin-sign-in.ts) without an answer, so a tap that waits for longer is of no use to anybody. */
export const usualLimits: LaneLimits = {
  pin: { ofGroup: 256, whole: 1024, waitMs: 2_500 },
  password: { ofGroup: 128, whole: 512, waitMs: 5_000 },
};

export const laneLimitsOf = (patience: Patience): LaneLimits =>
  patience === 'tool' ? { pin: patientLimits, password: patientLimits } : usualLimits;

/** Users are tapping as long as one did within this time. */
const tappingMs = 1_000;
/** How many times as long as it worked a password rests then, at most. */
const restTimes = 2;
/** Longer work counts as this: with several accounts to compare, or with a database that makes it wait, nobody else is to wait twice that. */
const restedMostMs = 1_000;

/**
 * On two cores or one a password that is hashed takes part of what a PIN needs, whoever goes first: the memory's bandwidth,
 * and the core of the database. So while people tap PINs, passwords rest in between.
 * @param threads how many pieces of work run side by side; passwords have one less, where there is more than one, so that a
 * PIN waits for other PINs alone
 * @returns what runs a piece of work in its turn; `isTap`: somebody stands at a pad and waits for it
 */
export function openLanes(threads: number, limits: LaneLimits) {
  const makeBusy = () => new HashingBusy();
  const queues = {
    pin: openFairQueue(limits.pin, makeBusy),
    password: openFairQueue(limits.password, makeBusy),
  };
  const running = { pin: 0, password: 0 };
  const passwordsMost = Math.max(1, threads - 1);

  let lastTapAt = Number.NEGATIVE_INFINITY;
  let isResting = false;

  function restAfter(ms: number): void {
    if (threads > 2 || performance.now() - lastTapAt > tappingMs) return;
    isResting = true;
    setTimeout(() => {
      isResting = false;
      giveTurns();
    }, Math.min(ms, restedMostMs) * restTimes);
  }

  function mayPasswordsGo(): boolean {
    return !isResting && running.password < passwordsMost;
  }

  function giveTurns(): void {
    while (running.pin + running.password < threads) {
      if (queues.pin.next() !== null) running.pin += 1;
      else if (mayPasswordsGo() && queues.password.next() !== null) running.password += 1;
      else return;
    }
  }

  return async <T>(lane: Lane, asker: Asker, work: () => Promise<T>, isTap = false): Promise<T> => {
    if (isTap) lastTapAt = performance.now();
    const turn = queues[lane].wait(asker);
    giveTurns();
    await turn;
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      running[lane] -= 1;
      if (lane === 'password') restAfter(performance.now() - startedAt);
      giveTurns();
    }
  };
}

// Checks where a noted event stands: in the chain of its tablet's events, and in time.
import {
  clockToleranceMinutes,
  type DeviceEvent,
  type ReviewReason,
} from '../../../contract/device-events.ts';
import type { ReadEvent } from './read-device-event.ts';

/** How far a tablet's clock may be off before its events wait for somebody who looks, in milliseconds. */
const clockToleranceMs = clockToleranceMinutes * 60_000;

/** A tablet keeps fewer than so many events: a number that is further on is made up, and must not end the chain. */
const gapMost = 100_000;

/** Where the events end that were taken; `at`: when the last one was made that could be read. */
export type ChainEnd = { sequence: number; hash: string; at: Date | null };

/** Whether an event is the last one from now on. */
export function endsChain(end: ChainEnd, sequence: number): boolean {
  return sequence > end.sequence && sequence <= end.sequence + gapMost;
}

/** @returns the reasons to look at an event because of those before it */
export function findChainReasons(end: ChainEnd, { sequence, event }: ReadEvent): ReviewReason[] {
  if (sequence > end.sequence + 1) return ['gap'];
  // Numbered like one that is there, and another one: a storage that was put back, or a copy.
  if (sequence <= end.sequence) return ['broken-chain'];
  return event && event.previous !== end.hash ? ['broken-chain'] : [];
}

/**
 * Whether the clock of a tablet was off as it sent an event, since it last knew the server's time, or in between: one that
 * jumped and was put back leaves times that lie ahead, or that run backwards from one event to the next.
 * @param clockOffset what is to be added to the tablet's clock as it sent the event
 */
export function isClockOff(event: DeviceEvent, clockOffset: number, now: Date, end: ChainEnd): boolean {
  const madeAt = event.at + clockOffset;
  const isNext = event.sequence > end.sequence;
  return (
    Math.abs(clockOffset) > clockToleranceMs ||
    Math.abs(event.offset - clockOffset) > clockToleranceMs ||
    madeAt - now.getTime() > clockToleranceMs ||
    (isNext && end.at !== null && end.at.getTime() - madeAt > clockToleranceMs)
  );
}

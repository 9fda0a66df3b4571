// The time until a tablet locks itself: the choices offered, and how an exact one is read and written.
import { readDigits } from '../../../contract/digits.ts';
export const exactChoice = 'exact';

/** In seconds. */
const offered: readonly (readonly [number, string])[] = [
  [15, '15 seconds'],
  [30, '30 seconds'],
  [60, '1 minute'],
  [120, '2 minutes'],
  [300, '5 minutes'],
  [900, '15 minutes'],
  [1800, '30 minutes'],
  [3600, '1 hour'],
  [14_400, '4 hours'],
  [28_800, '8 hours'],
];

export const autoLockChoices = [
  ...offered.map(([seconds, label]) => ({ id: String(seconds), label })),
  { id: exactChoice, label: 'Another time…' },
];

/** What a form shows for a number of seconds. */
export function autoLockValues(seconds: number): { choice: string; minutes: string; seconds: string } {
  const isOffered = offered.some(([one]) => one === seconds);
  return {
    choice: isOffered ? String(seconds) : exactChoice,
    minutes: String(Math.floor(seconds / 60)),
    seconds: String(seconds % 60),
  };
}

/** The whole number that was typed in a form; NaN for anything else. */
export function readWhole(text: string): number {
  const typed = readDigits(text);
  return /^[0-9]{1,6}$/.test(typed) ? Number(typed) : Number.NaN;
}

/** The number of seconds that a form asks for; NaN where something else than whole numbers was typed. */
export function readAutoLock({
  choice,
  minutes,
  seconds,
}: {
  choice: string;
  minutes: string;
  seconds: string;
}): number {
  if (choice !== exactChoice) return Number(choice);
  return readWhole(minutes || '0') * 60 + readWhole(seconds || '0');
}

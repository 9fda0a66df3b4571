// What a tablet noted offline, and why somebody should look at it, in words, each with what to do.
import type { DeviceEventKind, ReviewReason } from '../../../contract/device-events.ts';

/** What happened, by the kind of the event. */
export const noteWords: Readonly<Record<DeviceEventKind | 'unreadable', string>> = {
  'signed-in': 'Signed in',
  'sign-in-failed': 'Typed a wrong PIN',
  locked: 'Had no try left',
  'session-ended': 'Session ended',
  unreadable: 'Something that can’t be read',
};

const words = new Map<string, string>(Object.entries(noteWords));

/** A kind that a newer version wrote is named as it stands. */
export function describeNote(kind: string): string {
  return words.get(kind) ?? kind;
}

/** What to do about each reason, in one sentence. */
export const reviewAdvice: Readonly<Record<ReviewReason, string>> = {
  'wrong-proof':
    'Ask the person whether it was them; if it was not, reject it, give them a new PIN, and think of revoking the tablet.',
  'not-checked':
    'Ask the person whether it was them; if it was not, reject it and think of revoking the tablet, since somebody else may have it.',
  'changed-pin':
    'Accept it if the person was there with their old PIN; reject it if the PIN was replaced because somebody else knew it.',
  'unreadable-proof':
    'Ask the person whether it was them, and reject it if they don’t know of it; it counts like a wrong PIN.',
  'bad-signature':
    'Reject it and look at the tablet: something else than this app wrote it, or it was damaged.',
  gap: 'Ask who used the tablet in that time, since its storage may have been cleared; accept it if that explains it.',
  'broken-chain':
    'Look at the tablet, since its storage may have been copied or put back; reject it if nobody can explain that.',
  clock:
    'Set the clock of the tablet right, and go by the server’s estimate; accept it if that fits the day.',
  'not-allowed':
    'Look at the person’s role, unit and PIN, and at the organization’s rules, which may have changed since: accept it if they could not know of that, reject it if they should not have been there.',
  'after-revocation': 'Reject it unless you know who had the tablet in their hands after it was revoked.',
  'after-lease':
    'Look at the tablet, since it should have stopped by itself; reject it if nobody can explain that.',
  'two-places':
    'Ask the person which tablet they were at; if not at both, somebody else knows their PIN, so give them a new one.',
};

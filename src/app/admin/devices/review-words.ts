// What a tablet noted offline, and why somebody should look at it, in words, each with what to do.
import type { DeviceEventKind, ReviewReason } from '../../../contract/device-events.ts';

/** What happened, by the kind of the event. */
export const noteWords: Readonly<Record<DeviceEventKind | 'unreadable', string>> = {
  'signed-in': 'Signed in',
  'sign-in-failed': 'Entered a wrong PIN',
  locked: 'Had no tries left',
  'session-ended': 'Session ended',
  unreadable: 'Unreadable event',
};

const words = new Map<string, string>(Object.entries(noteWords));

/** A kind that a newer version wrote is named as it stands. */
export function describeNote(kind: string): string {
  return words.get(kind) ?? kind;
}

/** What to do about each reason, in one sentence. */
export const reviewAdvice: Readonly<Record<ReviewReason, string>> = {
  'wrong-proof':
    'Ask the user whether it was them. If not, reject it, give them a new PIN and consider revoking the device.',
  'not-checked':
    'Ask the user whether it was them. If not, reject it and consider revoking the device: somebody else may have it.',
  'changed-pin':
    'Accept it if the user was there with their old PIN. Reject it if the PIN was replaced because somebody else knew it.',
  'unreadable-proof': 'Ask the user whether it was them, and reject it if not. It counts like a wrong PIN.',
  'bad-signature': 'Reject it and check the device: the event was damaged, or not written by Floorkey.',
  gap: 'Ask who used the device at that time. Accept it if its storage was cleared.',
  'broken-chain':
    'Check the device: its storage may have been copied or restored. Reject it if nobody can explain that.',
  clock: 'Correct the device’s clock and go by the server’s estimate. Accept it if that time makes sense.',
  'not-allowed':
    'Check the user’s role, unit and PIN, and the organization’s settings: they may have changed since. Accept it if the user couldn’t know that; reject it if they shouldn’t have been there.',
  'after-revocation': 'Reject it unless you know who had the device after it was revoked.',
  'after-lease': 'Check the device: it should have stopped by itself. Reject it if nobody can explain that.',
  'two-places':
    'Ask the user which device they used. If not both, somebody else knows their PIN: give them a new one.',
};

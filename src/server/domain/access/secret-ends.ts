// Until when a PIN or password works that somebody else has seen before its user: temporary ones end, and one's own doesn't.
import type { organizations, users } from '../../database/schema.ts';
import { dayMs, hourMs } from '../../day.ts';
import { ProblemError } from './problem-error.ts';

type Rules = Pick<typeof organizations.$inferSelect, 'temporaryPinDays' | 'generatedPasswordHours'>;

/** When a temporary PIN that is given now ends. */
export function temporaryPinEnd({ temporaryPinDays }: Rules, now: Date): Date {
  return new Date(now.getTime() + temporaryPinDays * dayMs);
}

/** When a password that is made now ends. */
export function generatedPasswordEnd({ generatedPasswordHours }: Rules, now: Date): Date {
  return new Date(now.getTime() + generatedPasswordHours * hourMs);
}

/** What is stored of a password that nobody else knows; `null`: of none. */
export const ownPassword = (passwordHash: string | null) => ({
  passwordHash,
  passwordMustChange: false,
  passwordExpiresAt: null,
  passwordMailedTo: null,
});

/** @throws ProblemError `pin_expired` for a temporary PIN after its time */
export function requireLivingPin(
  { pinExpiresAt }: Pick<typeof users.$inferSelect, 'pinExpiresAt'>,
  now: Date,
): void {
  if (!pinExpiresAt || pinExpiresAt > now) return;
  throw new ProblemError(
    'pin_expired',
    'Ask a manager for a new PIN, or tap “Forgot your PIN?”. They’ll give you another temporary PIN.',
  );
}

/** @throws ProblemError `password_expired` for a password that was made for somebody, after its time */
export function requireLivingPassword(
  { passwordExpiresAt }: Pick<typeof users.$inferSelect, 'passwordExpiresAt'>,
  now: Date,
): void {
  if (!passwordExpiresAt || passwordExpiresAt > now) return;
  throw new ProblemError(
    'password_expired',
    'This password has expired. Choose “Forgot password?” to get a link by email, or ask an admin for a new password.',
  );
}

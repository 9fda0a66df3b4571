// What somebody has proven in their session, and what of it counts where their organization requires a passkey.
import { stepUpMinutes } from '../../../contract/durations.ts';
import { fieldProblem, ProblemError } from './problem-error.ts';

/** How long an entered password or a used passkey counts as fresh, in milliseconds. */
export const sudoMs = stepUpMinutes * 60_000;

export type Confirmation = {
  /** Whether the organization requires a passkey of them: a password alone then opens nothing of power, nor confirms anything. */
  needsPasskey: boolean;
  hasPasskey: boolean;
  /** When a password or passkey was last entered in this session, and which. */
  confirmedAt: Date | null;
  confirmedBy: 'password' | 'passkey';
};

/** Of PIN sessions, which no passkey can raise, and of jobs, which somebody put on their way who might. */
export const nothingConfirmed: Confirmation = {
  needsPasskey: false,
  hasPasskey: false,
  confirmedAt: null,
  confirmedBy: 'password',
};

/** What confirms that it is still them. Before there is a passkey the password does, so that they can add one. */
export function confirmsBy({
  needsPasskey,
  hasPasskey,
}: Pick<Confirmation, 'needsPasskey' | 'hasPasskey'>): 'any' | 'passkey' {
  return needsPasskey && hasPasskey ? 'passkey' : 'any';
}

/** Until when what confirmed them counts as fresh; `null` where it counts for nothing. */
export function sudoEnd(confirmation: Confirmation): Date | null {
  const { confirmedAt, confirmedBy } = confirmation;
  if (!confirmedAt || (confirmsBy(confirmation) === 'passkey' && confirmedBy !== 'passkey')) return null;
  return new Date(confirmedAt.getTime() + sudoMs);
}

/** @throws ProblemError `sudo_required` without a step-up, by what counts for this person */
export function requireSudo(confirmation: Confirmation, now: Date): void {
  const end = sudoEnd(confirmation);
  if (end && now < end) return;
  throw new ProblemError(
    'sudo_required',
    confirmsBy(confirmation) === 'passkey'
      ? 'Use your passkey to continue.'
      : 'Confirm your password to continue.',
  );
}

/** Where a passkey confirms, a password that is entered beside it proves nothing alone. @throws ProblemError `sudo_required` */
export function requirePasskeyBeside(confirmation: Confirmation, now: Date): void {
  if (confirmsBy(confirmation) === 'passkey') requireSudo(confirmation, now);
}

/** @throws ProblemError `passkey_required` where a password confirms nothing */
export function requireConfirmableByPassword(confirmation: Confirmation): void {
  if (confirmsBy(confirmation) === 'any') return;
  throw new ProblemError(
    'passkey_required',
    'Your organization requires a passkey for your role. Use it instead.',
  );
}

/** Whoever requires a passkey of others must not shut themselves out. @throws ProblemError `sudo_required`, `validation_failed` at `passkeyRule` */
export function requireOwnPasskeyNow(confirmation: Confirmation, now: Date): void {
  if (!confirmation.hasPasskey) {
    throw fieldProblem(
      'validation_failed',
      'passkeyRule',
      'Add a passkey of your own first, under My User Account. Otherwise you’d lock yourself out.',
    );
  }
  requireSudo({ ...confirmation, needsPasskey: true }, now);
}

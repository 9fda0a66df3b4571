// What somebody has proven in their session, and what of it counts where their organization requires a passkey.
import { stepUpMinutes } from '../../../contract/durations.ts';
import { fieldProblem, ProblemError } from './problem-error.ts';

/** How long a step-up counts, in milliseconds. */
export const stepUpMs = stepUpMinutes * 60_000;

export type StepUp = {
  /** Whether the organization requires a passkey of them: a password alone then opens nothing of power, nor confirms anything. */
  needsPasskey: boolean;
  hasPasskey: boolean;
  /** When a password or passkey was last entered in this session, and which. */
  steppedUpAt: Date | null;
  steppedUpBy: 'password' | 'passkey';
};

/** Of PIN sessions, which no passkey can raise, and of jobs, which somebody put on their way who might. */
export const noStepUp: StepUp = {
  needsPasskey: false,
  hasPasskey: false,
  steppedUpAt: null,
  steppedUpBy: 'password',
};

/** What a step-up takes. Before there is a passkey the password does, so that they can add one. */
export function stepUpBy({
  needsPasskey,
  hasPasskey,
}: Pick<StepUp, 'needsPasskey' | 'hasPasskey'>): 'any' | 'passkey' {
  return needsPasskey && hasPasskey ? 'passkey' : 'any';
}

/** Until when the step-up counts; `null` where there is none that counts. */
export function stepUpEnd(session: StepUp): Date | null {
  const { steppedUpAt, steppedUpBy } = session;
  if (!steppedUpAt || (stepUpBy(session) === 'passkey' && steppedUpBy !== 'passkey')) return null;
  return new Date(steppedUpAt.getTime() + stepUpMs);
}

/** @throws ProblemError `step_up_required` without a step-up, by what counts for this user */
export function requireStepUp(session: StepUp, now: Date): void {
  const end = stepUpEnd(session);
  if (end && now < end) return;
  throw new ProblemError(
    'step_up_required',
    stepUpBy(session) === 'passkey' ? 'Use your passkey to continue.' : 'Confirm your password to continue.',
  );
}

/** Where a passkey confirms, a password that is entered beside it proves nothing alone. @throws ProblemError `step_up_required` */
export function requirePasskeyBeside(session: StepUp, now: Date): void {
  if (stepUpBy(session) === 'passkey') requireStepUp(session, now);
}

/** @throws ProblemError `passkey_required` where a password confirms nothing */
export function requireStepUpByPassword(session: StepUp): void {
  if (stepUpBy(session) === 'any') return;
  throw new ProblemError(
    'passkey_required',
    'Your organization requires a passkey for your role. Use it instead.',
  );
}

/** Whoever requires a passkey of others must not shut themselves out. @throws ProblemError `step_up_required`, `validation_failed` at `passkeyRule` */
export function requireOwnPasskeyNow(session: StepUp, now: Date): void {
  if (!session.hasPasskey) {
    throw fieldProblem(
      'validation_failed',
      'passkeyRule',
      'Add a passkey of your own first, under My User Account. Otherwise you’d lock yourself out.',
    );
  }
  requireStepUp({ ...session, needsPasskey: true }, now);
}

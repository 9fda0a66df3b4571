// One budget for guesses at the passwords of an address, whatever the way in.
import { passwordTries, signIn } from '../../../contract/endpoints/password.ts';
import type { Context } from '../../context.ts';
import { foldAddress } from '../access/fold-address.ts';

/**
 * Counts a guess where the sign-in counts its own, before it is looked at (NIST SP 800-63B-4, section 3.2.2): whoever
 * guesses at a session that was left open has no tries beside those at the door.
 * @returns how to give it back, once it was right or could not be judged
 * @throws ProblemError `too_many_attempts`
 */
export async function countPasswordTry(
  { attemptLimits }: Pick<Context, 'attemptLimits'>,
  email: string,
): Promise<() => Promise<void>> {
  await attemptLimits.count(signIn.operation, passwordTries, foldAddress(email));
  return () => giveBackPasswordTry({ attemptLimits }, email);
}

/** Gives one guess back. */
export async function giveBackPasswordTry(
  { attemptLimits }: Pick<Context, 'attemptLimits'>,
  email: string,
): Promise<void> {
  await attemptLimits.giveBack(signIn.operation, passwordTries, foldAddress(email));
}

/** Forgets the guesses, after a proof that they can be made good: a link to the mailbox. */
export async function forgetPasswordTries(
  { attemptLimits }: Pick<Context, 'attemptLimits'>,
  email: string,
): Promise<void> {
  await attemptLimits.forget(signIn.operation, passwordTries, foldAddress(email));
}

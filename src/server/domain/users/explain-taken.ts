// What is said when a username, an email address or a PIN is somebody else's.
import { isTaken } from '../../database/database.ts';
import type { Act } from '../access/act.ts';
import { fieldProblem } from '../access/problem-error.ts';
import { pinTaken } from '../pins/taken-pins.ts';
import { explainTakenAddress } from './email-holder.ts';

/** Turns the refusal of a unique constraint into the problem at its field; anything else is thrown on. */
function explainTaken(error: unknown): never {
  if (isTaken(error, 'users_username')) {
    const message = 'This username is taken, or looks like one that is. Choose another one.';
    throw fieldProblem('username_taken', 'username', message);
  }
  if (isTaken(error, 'users_email')) {
    throw fieldProblem('email_taken', 'email', 'This email address is taken. Use another one.');
  }
  if (isTaken(error, 'users_pin')) throw pinTaken();
  throw error;
}

/** The same, for a `catch`: who holds the address is told where the one who asks may see that user. */
export function explainTakenTo(act: Act, email: string | null | undefined) {
  return (error: unknown): never | Promise<never> =>
    email && isTaken(error, 'users_email') ? explainTakenAddress(act, email) : explainTaken(error);
}

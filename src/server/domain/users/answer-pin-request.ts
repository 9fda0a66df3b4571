// Answering a request for a new PIN, from the settings or at a tablet.
import { eq } from 'drizzle-orm';
import { users } from '../../database/schema.ts';
import type { Act } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { displayName } from '../access/display-name.ts';
import { fieldProblem, ProblemError } from '../access/problem-error.ts';
import { requirePowerOver } from '../access/roles.ts';
import { requireStepUp } from '../access/step-up.ts';
import { findPinRequest } from '../pins/pin-requests.ts';
import { requireOwnPassword } from '../sign-in/own-password.ts';
import { prepareTemporaryPin, setTemporaryPin, withFreePin } from './temporary-pin.ts';

/**
 * A PIN alone must not be enough to get somebody else's: at a tablet the password is checked now, each time.
 * @throws ProblemError `wrong_password` at `password`, `too_many_attempts`, `assurance_too_low`
 */
async function requirePasswordNow(act: Act, password: string | undefined): Promise<void> {
  const { context, signedIn } = act;
  const { organizationId, user } = signedIn;
  const [row] = await context.database.inOrganization(organizationId, (tx) =>
    tx.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, user.id)),
  );
  if (!row?.passwordHash) {
    throw new ProblemError(
      'assurance_too_low',
      'This needs a password, and you have none. Somebody with a password can do it here, or in Organization Settings → Users.',
    );
  }
  if (password === undefined) {
    throw fieldProblem('validation_failed', 'password', 'Enter your password.');
  }
  await requireOwnPassword(act, password, 'password');
}

/**
 * Gives the user who asked a temporary PIN; with that the request is gone.
 * @returns the PIN, which is never told again
 * @throws ProblemError `not_found`, `above_you`, `step_up_required`, `wrong_password`
 */
export async function answerPinRequest(
  act: Act,
  requestId: string,
  password: string | undefined,
): Promise<{ pin: string; user: { id: string; name: string } }> {
  const { context, signedIn } = act;
  const { organizationId } = signedIn;
  const found = await context.database.inOrganization(organizationId, (tx) =>
    findPinRequest(tx, signedIn, requestId),
  );
  requirePowerOver(signedIn, found.role.permissions);
  if (signedIn.kind === 'account') requireStepUp(signedIn, context.clock());
  else await requirePasswordNow(act, password);
  const userId = found.user.id;
  return withFreePin(async () => {
    const { pin, stored } = await prepareTemporaryPin(context, organizationId, userId);
    return changeOrganization(context, organizationId, async (tx, revision) => {
      // Looked at again under the lock: of two who answer at once, one finds it answered.
      const { role } = await findPinRequest(tx, signedIn, requestId);
      requirePowerOver(signedIn, role.permissions);
      const user = await setTemporaryPin(tx, act, { userId, revision, stored });
      return { pin, user: { id: userId, name: displayName(user) } };
    });
  });
}

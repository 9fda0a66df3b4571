// Adding a user.
import type { User } from '../../../contract/endpoints/users.ts';
import type { Act } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { ProblemError } from '../access/problem-error.ts';
import { findPinRefusal } from '../pins/taken-pins.ts';
import { explainTakenTo } from './explain-taken.ts';
import { type NewUser, prepareNewUser, writeNewUser } from './new-user.ts';
import { withFreePin } from './temporary-pin.ts';
import { describeUser } from './user-view.ts';

/**
 * Adds a user; all of it or, with the field named, nothing. With an address and no password they are invited.
 * @returns the user, and what is shown now and never again
 */
export async function createUser(
  act: Act,
  input: NewUser,
): Promise<User & { shownOnce: { pin?: string; password?: string } }> {
  const { context, signedIn } = act;
  const add = async () => {
    const prepared = await prepareNewUser(act, input);
    const { pin, password } = prepared.secrets;
    const result = await changeOrganization(context, signedIn.organizationId, async (tx, revision) => {
      const partnerId = signedIn.user.partnerId ?? input.partnerId ?? null;
      const offered = { pin: prepared.pin, userId: prepared.id, partnerId, field: 'pin', isOwn: false };
      const refusal = input.temporaryPin ? null : await findPinRefusal(tx, act, offered);
      if (refusal) return refusal;
      const { user, role } = await writeNewUser(tx, act, revision, input, prepared);
      const described = await describeUser(tx, act, user, role);
      const shownOnce = {
        ...(pin ? { pin } : {}),
        ...(password && input.generatedPassword === 'shown' ? { password } : {}),
      };
      return { ...described, shownOnce };
    });
    if (result instanceof ProblemError) throw result;
    return result;
  };
  const added = input.temporaryPin ? withFreePin(add) : add();
  return added.catch(explainTakenTo(act, input.email));
}

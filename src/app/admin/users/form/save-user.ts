// Saves what a form changed of a user.
import { type User, updateUser } from '../../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { withStepUp } from '../../../auth/step-up.ts';
import { isProblem } from '../../../tablet/api.ts';
import { GivenUp } from '../../../ui/admin/use-form.ts';
import { changeOf, type UserValues } from './user-values.ts';

/**
 * Sends only what differs.
 * @param mayLoseLastWay asked when the user could no longer sign in; without a yes nothing is saved
 * @returns the user as they are now; `null`: there was nothing to save
 * @throws GivenUp, ApiProblem, Unreachable
 */
export async function saveUser(
  user: User,
  values: UserValues,
  mayLoseLastWay: () => Promise<boolean>,
): Promise<User | null> {
  const change = changeOf(values, user);
  if (Object.keys(change).length === 0) return null;
  const send = (extra: { withoutWayIn?: true }) => {
    const body = { revision: user.revision, ...change, ...extra };
    return withStepUp(() => callSignedIn(updateUser, { params: { userId: user.id }, body }));
  };
  try {
    return await send({});
  } catch (error) {
    if (!isProblem(error, 'last_way_in')) throw error;
    if (!(await mayLoseLastWay())) throw new GivenUp('The last way to sign in stays.');
    return send({ withoutWayIn: true });
  }
}

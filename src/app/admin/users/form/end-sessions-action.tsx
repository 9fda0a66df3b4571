// "Sign out everywhere": ends all sessions of a user, and none of their ways to sign in.
import { endUserSessions, getUser, type User } from '../../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { withStepUp } from '../../../auth/step-up.ts';
import { ConfirmedAction } from '../../../ui/admin/confirmed-action.tsx';
import { sayPerson } from '../say-person.ts';
import type { UserOutcome } from '../user-outcome.ts';

export interface EndSessionsActionProps {
  user: User;
  onDone: (outcome: UserOutcome) => void;
}

/** Asks first: a user may be in the middle of something. */
export function EndSessionsAction({ user, onDone }: EndSessionsActionProps) {
  const params = { userId: user.id };
  const end = async () => {
    await withStepUp(() => callSignedIn(endUserSessions, { params }));
    onDone({ users: [await callSignedIn(getUser, { params })], told: `Signed ${user.name} out everywhere` });
  };
  return (
    <ConfirmedAction
      label="Sign out everywhere"
      title={`Sign ${sayPerson(user)} out everywhere?`}
      verb="Sign out"
      act={end}
    >
      They’re signed out in every browser and on every device, and can sign in again. If somebody else knows
      their password or PIN, change that, too.
    </ConfirmedAction>
  );
}

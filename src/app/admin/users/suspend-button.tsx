// "Suspend" and "Bring back": asks first, then changes whether a person may come in at all.
import { type User, updateUser } from '../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { withFreshPassword } from '../../auth/fresh-password.ts';
import { ConfirmedAction } from '../../ui/admin/confirmed-action.tsx';

/** `onDone` gets the person as they are now. */
export function SuspendButton({ user, onDone }: { user: User; onDone: (user: User) => void }) {
  const isIn = user.state !== 'suspended';
  const verb = isIn ? 'Suspend' : 'Bring back';
  const change = () => {
    const body = { revision: user.revision, state: isIn ? 'suspended' : 'active' } as const;
    return withFreshPassword(() => callSignedIn(updateUser, { params: { userId: user.id }, body }));
  };
  return (
    <ConfirmedAction
      label={verb}
      title={`${verb} ${user.name}?`}
      verb={verb}
      tone={isIn ? 'danger' : 'primary'}
      act={async () => onDone(await change())}
    >
      {isIn
        ? 'They are signed out everywhere within seconds and can’t sign in until you bring them back. Nothing of theirs is deleted.'
        : 'They can sign in again, with the PIN and the password that they had.'}
    </ConfirmedAction>
  );
}

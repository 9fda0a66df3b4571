// "Cancel invitation": asks first, and says when the user is left without any way to sign in.
import { cancelInvitation, type User } from '../../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { withStepUp } from '../../../auth/step-up.ts';
import { ConfirmedAction, type ConfirmedActionProps } from '../../../ui/admin/confirmed-action.tsx';
import { sayPerson } from '../say-person.ts';

/**
 * Cancels the invitation of somebody.
 * @throws ApiProblem, Unreachable, GivenUp
 */
export function takeInvitationBack(userId: string): Promise<User> {
  return withStepUp(() => callSignedIn(cancelInvitation, { params: { userId } }));
}

/** What is left to somebody once their invitation, and with it their address, is gone. */
export function NothingLeft({ user }: { user: Pick<User, 'name' | 'hasPin'> }) {
  if (user.hasPin) return null;
  return (
    <>
      {' '}
      <bdi>{user.name}</bdi> has no PIN either, so they can’t sign in until you give them one.
    </>
  );
}

export interface CancelInvitationActionProps extends Pick<ConfirmedActionProps, 'variant'> {
  user: User;
  onDone: (now: User) => void;
}

export function CancelInvitationAction({ user, variant, onDone }: CancelInvitationActionProps) {
  return (
    <ConfirmedAction
      label="Cancel invitation"
      variant={variant}
      title={`Cancel the invitation of ${sayPerson(user)}?`}
      verb="Cancel invitation"
      act={async () => onDone(await takeInvitationBack(user.id))}
    >
      The link stops working immediately, and the address is free for another user. You can invite again at
      any time.
      <NothingLeft user={user} />
    </ConfirmedAction>
  );
}

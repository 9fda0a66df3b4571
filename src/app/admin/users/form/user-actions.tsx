// The quiet row of what can be done with a user at once, beside saving the form.
import { useState } from 'react';
import { inviteUser, type User } from '../../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { withStepUp } from '../../../auth/step-up.ts';
import { ConfirmedAction } from '../../../ui/admin/confirmed-action.tsx';
import { FailureNotice } from '../../../ui/admin/failure-notice.tsx';
import { useWork } from '../../../ui/admin/use-work.ts';
import { Button } from '../../../ui/button.tsx';
import { DeleteUsersDialog } from '../list/delete-users-dialog.tsx';
import { giveOnePin } from '../pin-cards/give-pins.ts';
import { sayPerson } from '../say-person.ts';
import type { UserOutcome } from '../user-outcome.ts';
import { CancelInvitationAction } from './cancel-invitation-action.tsx';
import { EndSessionsAction } from './end-sessions-action.tsx';
import { InvitationLinkAction } from './invitation-link-action.tsx';
import { MoveToPartnerAction } from './move-to-partner-action.tsx';
import { PasswordAction } from './password-action.tsx';
import { SuspendButton } from './suspend-button.tsx';
import { TakeFromPartnerAction } from './take-from-partner-action.tsx';
import type { UserChoices } from './user-fields.tsx';

export interface UserActionsProps {
  user: User;
  selfId: string;
  choices: UserChoices;
  onDone: (outcome: UserOutcome) => void;
  /** The user is gone. */
  onDeleted: (outcome: UserOutcome) => void;
}

function InvitationActions({ user, onDone }: Pick<UserActionsProps, 'user' | 'onDone'>) {
  const work = useWork();
  const params = { userId: user.id };
  const invite = () =>
    work.run(async () => {
      const now = await withStepUp(() => callSignedIn(inviteUser, { params }));
      onDone({ users: [now], told: 'Invitation sent', invited: { isNew: false } });
    });
  return (
    <>
      {user.email !== null && !user.hasPassword && user.state !== 'suspended' && (
        <Button variant="quiet" busy={work.busy} onClick={invite}>
          {user.invitation ? 'Send invitation again' : 'Send invitation'}
        </Button>
      )}
      {user.email !== null && !user.hasPassword && user.state !== 'suspended' && (
        <InvitationLinkAction
          user={user}
          variant="quiet"
          onDone={(now) => onDone({ users: [now], told: `Made an invitation link for ${now.name}` })}
        />
      )}
      {user.invitation && (
        <CancelInvitationAction
          user={user}
          onDone={(now) => onDone({ users: [now], told: `Cancelled the invitation of ${now.name}` })}
        />
      )}
      <FailureNotice failure={work.failure} onRetry={invite} />
    </>
  );
}

function TemporaryPinAction({ user, onDone }: Pick<UserActionsProps, 'user' | 'onDone'>) {
  const give = async () => {
    const shownOnce = await giveOnePin(user);
    onDone({ users: [shownOnce.user], told: `${user.name} has a temporary PIN`, shownOnce });
  };
  return (
    <ConfirmedAction
      label="Give a temporary PIN"
      title={`Give ${sayPerson(user)} a temporary PIN?`}
      verb="Give PIN"
      tone="primary"
      act={give}
    >
      It’s shown once, to print or tell. {user.hasPin && 'The current PIN stops working immediately. '}They
      choose their own at the first sign-in on a tablet.
    </ConfirmedAction>
  );
}

/** What is offered depends on the user: nobody suspends or deletes themselves or an owner. */
export function UserActions({ user, selfId, choices, onDone, onDeleted }: UserActionsProps) {
  const [deleting, setDeleting] = useState(false);
  const isSelf = user.id === selfId;
  const { partners } = choices;
  const mayMove = !isSelf && user.accountEditable && partners !== null;
  return (
    <section className="fk-user-quiet" aria-label="More">
      <InvitationActions user={user} onDone={onDone} />
      <TemporaryPinAction user={user} onDone={onDone} />
      {choices.generatedPasswords && !isSelf && user.accountEditable && user.email !== null && (
        <PasswordAction user={user} onDone={onDone} />
      )}
      {mayMove && <MoveToPartnerAction user={user} partners={partners} onDone={onDone} />}
      {mayMove && <TakeFromPartnerAction user={user} roles={choices.roles} onDone={onDone} />}
      {!isSelf && <EndSessionsAction user={user} onDone={onDone} />}
      {!isSelf && <SuspendButton user={user} onDone={onDone} />}
      {!isSelf && (
        <Button variant="quiet" onClick={() => setDeleting(true)}>
          Delete
        </Button>
      )}
      {deleting && (
        <DeleteUsersDialog
          users={[user]}
          selfId={selfId}
          onDone={(users) => onDeleted({ users, told: `Deleted ${user.name}` })}
          onClose={() => setDeleting(false)}
        />
      )}
    </section>
  );
}

// "Invitation sent", or that it could not be: to whom, how long its link lasts, and the way to take it back.
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { linkMinutes, sayMinutes } from '../../../../contract/durations.ts';
import { deleteUsers, type User } from '../../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { withStepUp } from '../../../auth/step-up.ts';
import { isProblem } from '../../../tablet/api.ts';
import { FailureNotice } from '../../../ui/admin/failure-notice.tsx';
import { Moment } from '../../../ui/admin/moment.tsx';
import { useWork } from '../../../ui/admin/use-work.ts';
import { BreakingText } from '../../../ui/breaking-text.tsx';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { organizationQuery } from '../../organization/organization-query.ts';
import { CancelInvitationAction, takeInvitationBack } from '../form/cancel-invitation-action.tsx';
import { InvitationLinkAction } from '../form/invitation-link-action.tsx';
import './users.css';

export interface InvitationNoticeProps {
  user: User;
  /** The user was added just now: undoing it takes them away again. */
  isNew: boolean;
  onUndone: () => void;
  onClose: () => void;
}

/** Stays at the top of the page until it is closed or undone. */
export function InvitationNotice({ user, isNew, onUndone, onClose }: InvitationNoticeProps) {
  // When the password is asked for in between, the first step is not done twice.
  const cancelled = useRef(false);
  const { data: organization } = useQuery(organizationQuery);
  const isMailed = organization?.mailDelivery !== 'files';
  const work = useWork();
  const undo = () =>
    work.run(async () => {
      if (!cancelled.current) await takeInvitationBack(user.id);
      cancelled.current = true;
      const body = { userIds: [user.id] };
      await withStepUp(() => callSignedIn(deleteUsers, { body }));
      onUndone();
    });
  if (isProblem(work.failure, 'not_invited')) {
    return (
      <Notice
        tone="warning"
        title="It’s too late to undo this invitation"
        action={<Button onClick={onClose}>Close</Button>}
      >
        <bdi>{user.name}</bdi> has accepted it already, or somebody else cancelled it.
      </Notice>
    );
  }
  return (
    <>
      <Notice
        tone={isMailed ? 'success' : 'warning'}
        title={isMailed ? 'Invitation sent' : 'Invitation not mailed'}
        action={
          <div className="fk-row">
            <InvitationLinkAction user={user} onDone={onClose} />
            {isNew ? (
              <Button busy={work.busy} onClick={undo}>
                Undo
              </Button>
            ) : (
              <CancelInvitationAction user={user} variant="secondary" onDone={onUndone} />
            )}
            <Button onClick={onClose}>Close</Button>
          </div>
        }
      >
        {isMailed ? (
          <>
            To <BreakingText text={user.email ?? ''} />. If it has not arrived in a few minutes, have a look
            in the spam folder.
          </>
        ) : (
          <>
            This server can’t send emails yet: the one to <BreakingText text={user.email ?? ''} /> is a file
            on the server. Copy the link and pass it on.
          </>
        )}{' '}
        The link lasts {sayMinutes(linkMinutes.invitation)}
        {user.invitation && (
          <>
            , until <Moment at={user.invitation.expiresAt} />
          </>
        )}
        .
      </Notice>
      <FailureNotice failure={work.failure} onRetry={undo} />
    </>
  );
}

// "Copy invitation link": makes a new one, to be passed on without a mail.
import { useState } from 'react';
import { makeInvitationLink, type User } from '../../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { queryClient } from '../../../auth/server-state.tsx';
import { withStepUp } from '../../../auth/step-up.ts';
import { Dialog } from '../../../ui/admin/dialog.tsx';
import { FailureNotice } from '../../../ui/admin/failure-notice.tsx';
import { useWork } from '../../../ui/admin/use-work.ts';
import { Button, type ButtonProps } from '../../../ui/button.tsx';
import { FormActions } from '../../../ui/form-layout.tsx';
import { Secret } from '../pin-cards/shown-once-dialog.tsx';

interface InvitationLinkActionProps {
  user: User;
  variant?: ButtonProps['variant'];
  /** The dialog with the link was closed. */
  onDone: (now: User) => void;
}

/** For those who may also make a password for the person: whoever opens the link first has the account. */
export function InvitationLinkAction({ user, variant, onDone }: InvitationLinkActionProps) {
  const [made, setMade] = useState<{ user: User; link: string } | null>(null);
  const work = useWork();
  const make = () =>
    work.run(async () => {
      setMade(await withStepUp(() => callSignedIn(makeInvitationLink, { params: { userId: user.id } })));
      void queryClient.invalidateQueries({ queryKey: ['users'] });
    });
  const close = () => {
    if (made) onDone(made.user);
    setMade(null);
  };
  if (!user.accountEditable) return null;
  return (
    <>
      <Button variant={variant} busy={work.busy} onClick={make}>
        Copy invitation link
      </Button>
      <FailureNotice failure={work.failure} onRetry={make} />
      {made && (
        <Dialog isOpen onClose={close} title={`Invitation link for ${user.name}`} width="narrow">
          <p>
            Pass it on to <bdi>{user.name}</bdi> and nobody else: whoever opens it first has the account. It
            works once, and earlier links no longer work. The audit trail says that you made it.
          </p>
          <Secret label="Link" text={made.link} end={made.user.invitation?.expiresAt ?? null} />
          <FormActions>
            <Button variant="primary" onClick={close}>
              Done
            </Button>
          </FormActions>
        </Dialog>
      )}
    </>
  );
}

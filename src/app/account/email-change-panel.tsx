// The panel of one's own email address: the change that is open, or the form to ask for one.
import { useQuery } from '@tanstack/react-query';
import type { Account } from '../../contract/endpoints/account.ts';
import { cancelEmailChange } from '../../contract/endpoints/email-change.ts';
import type { Session } from '../../contract/endpoints/session.ts';
import { MailWarning } from '../admin/organization/mail-warning.tsx';
import { accountQuery } from '../auth/account-query.ts';
import { callSignedIn } from '../auth/account-session.ts';
import { queryClient } from '../auth/server-state.tsx';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { Moment } from '../ui/admin/moment.tsx';
import { Panel } from '../ui/admin/page-header.tsx';
import { showToast } from '../ui/admin/toast.tsx';
import { useWork } from '../ui/admin/use-work.ts';
import { BreakingText } from '../ui/breaking-text.tsx';
import { Button } from '../ui/button.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { Notice } from '../ui/notice.tsx';
import { EmailChangeForm } from './email-change-form.tsx';

function PendingEmail({ pending }: { pending: NonNullable<Account['pendingEmail']> }) {
  const work = useWork();
  const cancel = async () => {
    await callSignedIn(cancelEmailChange, {});
    await queryClient.invalidateQueries({ queryKey: accountQuery.queryKey });
    showToast({ tone: 'success', title: 'Change cancelled', text: 'Your email address stays the same.' });
  };
  return (
    <FormStack>
      <Notice
        tone="info"
        title="Open the link we sent to your new address"
        action={
          <Button busy={work.busy} onClick={() => work.run(cancel)}>
            Cancel the change
          </Button>
        }
      >
        It went to <BreakingText text={pending.email} /> and works until <Moment at={pending.expiresAt} />.
        Check your spam folder, too.
      </Notice>
      <MailWarning />
      <FailureNotice failure={work.failure} onRetry={() => work.run(cancel)} />
    </FormStack>
  );
}

/** A link that was opened meanwhile, on whichever device, shows when this page is looked at again. */
export function EmailChangePanel({ user }: { user: Session['user'] }) {
  const { data: account, error, refetch } = useQuery(accountQuery);
  return (
    <Panel title="Request Email Change">
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {account?.pendingEmail ? (
        <PendingEmail pending={account.pendingEmail} />
      ) : (
        <EmailChangeForm email={user.email} />
      )}
    </Panel>
  );
}

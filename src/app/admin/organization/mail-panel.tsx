// "Email" in the settings of the organization: how emails leave the server, and one to oneself that shows it.
import { useState } from 'react';
import { type Organization, sendTestMail } from '../../../contract/endpoints/organization.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { FailureNotice, ToldFailure } from '../../ui/admin/failure-notice.tsx';
import { Panel } from '../../ui/admin/page-header.tsx';
import { useWork } from '../../ui/admin/use-work.ts';
import { BreakingText } from '../../ui/breaking-text.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { MailWarning } from './mail-warning.tsx';

// A mail server may take its time.
const milliseconds = 200_000;

/** The mail server’s answer is waited for, and told. */
export function MailPanel({ delivery }: { delivery: Organization['mailDelivery'] }) {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const work = useWork();
  const send = () =>
    work.run(async () => {
      setSentTo(null);
      const { recipient, failure } = await callSignedIn(sendTestMail, {}, { milliseconds });
      if (failure) throw new ToldFailure(`The test email was not sent. ${failure}`);
      setSentTo(recipient);
    });
  return (
    <Panel title="Email">
      <MailWarning />
      {delivery === 'smtp' && <p>This server sends emails. Try it with one to your own address.</p>}
      {sentTo && delivery === 'smtp' && (
        <Notice tone="success" title="Test email sent">
          To <BreakingText text={sentTo} />. If it doesn’t arrive in a few minutes, look in the spam folder.
        </Notice>
      )}
      {sentTo && delivery === 'files' && (
        <Notice tone="info" title="The test email was written to a file">
          It’s for <BreakingText text={sentTo} />, in the folder “mail” of the server’s data.
        </Notice>
      )}
      <FailureNotice failure={work.failure} onRetry={send} />
      <div>
        <Button busy={work.busy} onClick={send}>
          Send a test email
        </Button>
      </div>
    </Panel>
  );
}

// What an invited person sees whose link has expired: a new one comes at the touch of a button.
import { useState } from 'react';
import { linkMinutes, sayMinutes } from '../../contract/durations.ts';
import { renewInvitation } from '../../contract/endpoints/invitations.ts';
import { callAccount } from '../tablet/api.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { useWork } from '../ui/admin/use-work.ts';
import { Button } from '../ui/button.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { Notice } from '../ui/notice.tsx';

/** Offers a new link; it goes to the invited address, whoever asks. */
export function ExpiredInvitation({ code }: { code: string }) {
  const [isSent, setSent] = useState(false);
  const work = useWork();
  const send = () =>
    work.run(async () => {
      await callAccount(renewInvitation, { body: { code } });
      setSent(true);
    });
  if (isSent) {
    return (
      <Notice tone="success" title="A new link is on its way">
        If the invitation is still open, it goes to the invited address and works for{' '}
        {sayMinutes(linkMinutes.invitation)}. Check your spam folder, too. If nothing comes, ask whoever
        invited you.
      </Notice>
    );
  }
  return (
    <FormStack>
      <Notice tone="warning" title="This invitation has expired">
        Its link worked for {sayMinutes(linkMinutes.invitation)}. A new one goes to the invited address.
      </Notice>
      <FailureNotice failure={work.failure} onRetry={send} />
      <Button variant="primary" size="large" wide busy={work.busy} onClick={send}>
        Send me a new link
      </Button>
    </FormStack>
  );
}

// What an invited person sees whose link has expired: a new one comes at the touch of a button.
import { useState } from 'react';
import { linkMinutes, sayMinutes } from '../../contract/durations.ts';
import { renewInvitation } from '../../contract/endpoints/invitations.ts';
import { callAccount } from '../tablet/api.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { Button } from '../ui/button.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { Notice } from '../ui/notice.tsx';

type Step = 'asked' | 'sending' | 'sent';

/** Offers a new link; it goes to the invited address, whoever asks. */
export function ExpiredInvitation({ code }: { code: string }) {
  const [step, setStep] = useState<Step>('asked');
  const [failure, setFailure] = useState<unknown>(null);
  const send = async () => {
    if (step === 'sending') return;
    setStep('sending');
    setFailure(null);
    try {
      await callAccount(renewInvitation, { body: { code } });
      setStep('sent');
    } catch (error) {
      setFailure(error);
      setStep('asked');
    }
  };
  if (step === 'sent') {
    return (
      <Notice tone="success" title="A new link is on its way">
        If the invitation is still open, it goes to the invited address and works for{' '}
        {sayMinutes(linkMinutes.invitation)}. Check your spam folder, too.
      </Notice>
    );
  }
  return (
    <FormStack>
      <Notice tone="warning" title="This invitation has expired">
        Its link worked for {sayMinutes(linkMinutes.invitation)}. A new one goes to the invited address.
      </Notice>
      <FailureNotice failure={failure} onRetry={() => void send()} />
      <Button variant="primary" size="large" wide busy={step === 'sending'} onClick={() => void send()}>
        Send me a new link
      </Button>
    </FormStack>
  );
}

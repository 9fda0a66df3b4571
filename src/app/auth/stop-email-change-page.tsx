// The page that the notice to the old email address leads to. It acts at a button, since mail scanners open links, too.
import { useState } from 'react';
import { linkMinutes, sayMinutes } from '../../contract/durations.ts';
import type { EndpointOutput } from '../../contract/endpoint.ts';
import { stopEmailChange } from '../../contract/endpoints/email-change.ts';
import { callAccount } from '../tablet/api.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { useWork } from '../ui/admin/use-work.ts';
import { BreakingText } from '../ui/breaking-text.tsx';
import { Button } from '../ui/button.tsx';
import { ButtonLink } from '../ui/button-link.tsx';
import { CenteredCard } from '../ui/centered-card.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { Notice } from '../ui/notice.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { forgetLinkCode, useLinkCode } from './link-code.ts';
import { isDeadLink, LinkFailureCard, NoLinkCard } from './link-pages.tsx';
import { queryClient } from './server-state.tsx';

const title = 'Stop the change of your email address';

type Stopped = EndpointOutput<typeof stopEmailChange>;

function StoppedCard({ outcome, email, organizationName }: Stopped) {
  return (
    <CenteredCard title={title}>
      <FormStack>
        {outcome === 'stopped' ? (
          <Notice tone="success" title="Change stopped">
            Your address at <bdi>{organizationName}</bdi> is still <BreakingText text={email} />. If you
            didn’t ask for the change, somebody knows your password: choose a new one now.
          </Notice>
        ) : (
          <Notice tone="success" title="Your old email address is restored">
            You sign in to <bdi>{organizationName}</bdi> with <BreakingText text={email} /> again. Your
            account was signed out everywhere, and the password no longer works. A link to choose a new one is
            on its way; it works for {sayMinutes(linkMinutes['password-reset'])}. Check your passkeys, too:
            remove any you don’t recognize.
          </Notice>
        )}
        <ButtonLink href="/reset-password" variant={outcome === 'stopped' ? 'primary' : 'secondary'} wide>
          {outcome === 'stopped' ? 'Choose a new password' : 'Send me another link'}
        </ButtonLink>
      </FormStack>
    </CenteredCard>
  );
}

function StopCard({ code }: { code: string }) {
  const [stopped, setStopped] = useState<Stopped | null>(null);
  const work = useWork();
  const stop = async () => {
    setStopped(await callAccount(stopEmailChange, { body: { code } }));
    forgetLinkCode();
    await queryClient.invalidateQueries();
  };
  const start = () => work.run(stop);
  if (stopped) return <StoppedCard {...stopped} />;
  if (isDeadLink(work.failure)) {
    return (
      <LinkFailureCard title={title} failure={work.failure} onRetry={start}>
        <p>If your account no longer has your email address, ask an admin of your organization now.</p>
        <ButtonLink href="/sign-in" wide>
          Sign in
        </ButtonLink>
      </LinkFailureCard>
    );
  }
  return (
    <CenteredCard
      title={title}
      lead="Didn’t ask to change your email address? Stop the change, and it stays the same."
    >
      <FormStack>
        <p>
          If it has already changed, your old address is restored, your account is signed out everywhere, and
          you get a link to choose a new password.
        </p>
        <FailureNotice failure={work.failure} onRetry={start} />
        <Button variant="danger" size="large" wide busy={work.busy} onClick={start}>
          Stop This Change
        </Button>
      </FormStack>
    </CenteredCard>
  );
}

/** Stands at `/stop-email-change`. */
export default function StopEmailChangePage() {
  usePageTitle(title);
  const code = useLinkCode();
  return code === null ? <NoLinkCard title={title} /> : <StopCard key={code} code={code} />;
}

// The page that the link to a new email address opens. It acts at a button, since mail scanners open links, too.
import { useState } from 'react';
import type { EndpointOutput } from '../../contract/endpoint.ts';
import { confirmEmailChange } from '../../contract/endpoints/email-change.ts';
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

const title = 'Confirm your new address';

type Confirmed = EndpointOutput<typeof confirmEmailChange>;

function ConfirmedCard({ email, organizationName }: Confirmed) {
  return (
    <CenteredCard title={title}>
      <FormStack>
        <Notice tone="success" title="Email address changed">
          From now on you sign in to <bdi>{organizationName}</bdi> with <BreakingText text={email} />. Your
          password stays the same.
        </Notice>
        <ButtonLink href="/account" variant="primary" wide>
          My User Account
        </ButtonLink>
      </FormStack>
    </CenteredCard>
  );
}

function ConfirmCard({ code }: { code: string }) {
  const [confirmed, setConfirmed] = useState<Confirmed | null>(null);
  const work = useWork();
  const confirm = async () => {
    setConfirmed(await callAccount(confirmEmailChange, { body: { code } }));
    forgetLinkCode();
    // Whoever is signed in here has the new address from now on.
    await queryClient.invalidateQueries();
  };
  const start = () => work.run(confirm);
  if (confirmed) return <ConfirmedCard {...confirmed} />;
  if (isDeadLink(work.failure)) {
    return (
      <LinkFailureCard title={title} failure={work.failure} onRetry={start}>
        <p>If your email address hasn’t changed yet, request the change again under “My User Account”.</p>
        <ButtonLink href="/account" wide>
          My User Account
        </ButtonLink>
      </LinkFailureCard>
    );
  }
  return (
    <CenteredCard
      title={title}
      lead="Confirm to use the address this link was sent to. From then on you sign in with it."
    >
      <FormStack>
        <FailureNotice failure={work.failure} onRetry={start} />
        <Button variant="primary" size="large" wide busy={work.busy} onClick={start}>
          Use this address
        </Button>
      </FormStack>
    </CenteredCard>
  );
}

/** Stands at `/confirm-email`. */
export default function ConfirmEmailPage() {
  usePageTitle(title);
  const code = useLinkCode();
  return code === null ? <NoLinkCard title={title} /> : <ConfirmCard key={code} code={code} />;
}

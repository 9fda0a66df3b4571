// The page that an invitation link opens: it says what the invitation is to, and asks for a password.
import { useState } from 'react';
import { checkInvitation } from '../../contract/endpoints/invitations.ts';
import { isProblem } from '../tablet/api.ts';
import { BreakingText } from '../ui/breaking-text.tsx';
import { ButtonLink } from '../ui/button-link.tsx';
import { CenteredCard } from '../ui/centered-card.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { Progress } from '../ui/spinner.tsx';
import { ExpiredInvitation } from './expired-invitation.tsx';
import { useLinkCode } from './link-code.ts';
import { LinkFailureCard, NoLinkCard } from './link-pages.tsx';
import { LinkPasswordForm } from './link-password-form.tsx';
import { AskBeforeReplacing } from './somebody-else.tsx';
import { useLinkCheck } from './use-link-check.ts';

const title = 'Invitation';

function LinkedCard({ code }: { code: string }) {
  const [died, setDied] = useState<unknown>(null);
  const check = useLinkCheck(checkInvitation, { body: { code } });
  const failure = died ?? check.error;
  if (isProblem(failure, 'link_expired')) {
    return (
      <CenteredCard title={title}>
        <ExpiredInvitation code={code} />
      </CenteredCard>
    );
  }
  if (failure) {
    return (
      <LinkFailureCard title={title} failure={failure} onRetry={() => void check.refetch()}>
        {isProblem(failure, 'link_invalid') && (
          <>
            <p>If you’ve already set your password, sign in with it.</p>
            <ButtonLink href="/sign-in" wide>
              Sign in
            </ButtonLink>
          </>
        )}
      </LinkFailureCard>
    );
  }
  if (!check.data) return <Progress label="Checking the invitation…" />;
  const { organizationName, email, personName, passwordMinLength } = check.data;
  return (
    <AskBeforeReplacing action="accept" account={check.data}>
      <CenteredCard
        title="Set Your Password"
        lead={
          <>
            You’re invited to <strong>{organizationName}</strong>, {personName}. Sign in with{' '}
            <strong>
              <BreakingText text={email} />
            </strong>{' '}
            and this password from now on.
          </>
        }
      >
        <LinkPasswordForm
          link="invitation"
          code={code}
          email={email}
          passwordMinLength={passwordMinLength}
          onDead={setDied}
        />
      </CenteredCard>
    </AskBeforeReplacing>
  );
}

/** Stands at `/invite`. */
export default function InvitePage() {
  usePageTitle('Set Your Password');
  const code = useLinkCode();
  if (code !== null) return <LinkedCard key={code} code={code} />;
  return (
    <NoLinkCard
      title={title}
      needed="an invitation link"
      opening="Open “Accept Invite” in your invitation email."
    />
  );
}

// The page that the link of an invitation opens: it says what the invitation is to, and asks for a password.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { checkInvitation } from '../../contract/endpoints/invitations.ts';
import { callAccount, isProblem } from '../api.ts';
import { usePageTitle } from '../page-title.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { CenteredCard } from '../ui/centered-card.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { Notice } from '../ui/notice.tsx';
import { Progress } from '../ui/spinner.tsx';
import { ExpiredInvitation } from './expired-invitation.tsx';
import { InviteForm } from './invite-form.tsx';
import { useLinkCode } from './link-code.ts';

const title = 'Invitation';
const isDead = (failure: unknown) => isProblem(failure, 'link_invalid', 'link_expired');

function SignInLink() {
  return (
    <ButtonLink href="/sign-in" wide>
      Sign in
    </ButtonLink>
  );
}

function DeadInvitation({ code, failure, onRetry }: { code: string; failure: unknown; onRetry: () => void }) {
  if (isProblem(failure, 'link_expired')) {
    return (
      <CenteredCard title={title}>
        <ExpiredInvitation code={code} />
      </CenteredCard>
    );
  }
  return (
    <CenteredCard title={title}>
      <FormStack>
        <FailureNotice failure={failure} onRetry={onRetry} />
        {isProblem(failure, 'link_invalid') && (
          <>
            <p>If you have set your password already, sign in with it.</p>
            <SignInLink />
          </>
        )}
        {isProblem(failure, 'too_many_attempts') && (
          <Button wide onClick={onRetry}>
            Try again
          </Button>
        )}
      </FormStack>
    </CenteredCard>
  );
}

function NoLink() {
  return (
    <CenteredCard title={title}>
      <FormStack>
        <Notice tone="info" title="This page needs the link of an invitation">
          Open “Accept Invite” in the mail that you got. If you copied the link, copy the whole of it: its
          end, from “#code=” on, is what opens this page.
        </Notice>
        <SignInLink />
      </FormStack>
    </CenteredCard>
  );
}

/** Stands at `/invite`. */
export default function InvitePage() {
  usePageTitle('Set Your Password');
  const code = useLinkCode();
  const [died, setDied] = useState<{ code: string; failure: unknown } | null>(null);
  const check = useQuery({
    queryKey: ['invitation', code],
    queryFn: ({ signal }) => callAccount(checkInvitation, { body: { code: code ?? '' } }, { signal }),
    enabled: code !== null,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  if (code === null) return <NoLink />;
  const failure = died?.code === code ? died.failure : check.error;
  if (failure) {
    const retry = () => void check.refetch();
    return <DeadInvitation key={code} code={code} failure={failure} onRetry={retry} />;
  }
  if (!check.data) return <Progress label="Checking the invitation…" />;
  const { organizationName, email, personName } = check.data;
  return (
    <CenteredCard
      title="Set Your Password"
      lead={
        <>
          You are invited to <strong>{organizationName}</strong>, {personName}. Sign in with{' '}
          <strong>{email}</strong> and this password from now on.
        </>
      }
    >
      <InviteForm
        key={code}
        code={code}
        invitation={check.data}
        isDead={isDead}
        onDead={(reason) => setDied({ code, failure: reason })}
      />
    </CenteredCard>
  );
}

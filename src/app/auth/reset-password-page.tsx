// The page for a forgotten password: without a link it asks for the address, with one for the new password.
import { useState } from 'react';
import { linkMinutes, sayMinutes } from '../../contract/durations.ts';
import { checkPasswordReset, renewPasswordReset } from '../../contract/endpoints/password-reset.ts';
import { callAccount, isProblem } from '../tablet/api.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { useWork } from '../ui/admin/use-work.ts';
import { BreakingText } from '../ui/breaking-text.tsx';
import { Button } from '../ui/button.tsx';
import { ButtonLink } from '../ui/button-link.tsx';
import { CenteredCard } from '../ui/centered-card.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { Notice } from '../ui/notice.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { Progress } from '../ui/spinner.tsx';
import { AskResetForm, LinkOnItsWay } from './ask-reset-form.tsx';
import { CodeDetails } from './code-form.tsx';
import { useLinkCode } from './link-code.ts';
import { isDeadLink, LinkFailureCard } from './link-pages.tsx';
import { LinkPasswordForm } from './link-password-form.tsx';
import { AskBeforeReplacing } from './somebody-else.tsx';
import { useLinkCheck } from './use-link-check.ts';

const title = 'Choose a new password';

function ExpiredCard({ code }: { code: string }) {
  const [sent, setSent] = useState(false);
  const work = useWork();
  const send = () =>
    work.run(async () => {
      await callAccount(renewPasswordReset, { body: { code } });
      setSent(true);
    });
  return (
    <CenteredCard title={title}>
      <FormStack>
        {sent ? (
          <LinkOnItsWay />
        ) : (
          <>
            <Notice tone="warning" title="This link has expired">
              It worked for {sayMinutes(linkMinutes['password-reset'])}. A new one goes to the same address.
            </Notice>
            <FailureNotice failure={work.failure} onRetry={send} />
            <Button variant="primary" size="large" wide busy={work.busy} onClick={send}>
              Send me a new link
            </Button>
          </>
        )}
      </FormStack>
    </CenteredCard>
  );
}

function AskCard({ failure }: { failure?: unknown }) {
  return (
    <CenteredCard
      title="Forgot password?"
      lead="Enter the email address you sign in with. We’ll send a link to choose a new password."
      footer={
        <ButtonLink href="/sign-in" variant="quiet">
          Back to sign-in
        </ButtonLink>
      }
    >
      <FormStack>
        <FailureNotice failure={failure} />
        <AskResetForm />
        <CodeDetails />
      </FormStack>
    </CenteredCard>
  );
}

function LinkedCard({ code }: { code: string }) {
  const [died, setDied] = useState<unknown>(null);
  const check = useLinkCheck(checkPasswordReset, { body: { code } });
  const failure = died ?? check.error;
  if (isProblem(failure, 'link_expired')) return <ExpiredCard code={code} />;
  if (isDeadLink(failure)) return <AskCard failure={failure} />;
  if (failure)
    return <LinkFailureCard title={title} failure={failure} onRetry={() => void check.refetch()} />;
  if (!check.data) return <Progress label="Checking the link…" />;
  const { email, organizationName, passwordMinLength } = check.data;
  return (
    <AskBeforeReplacing action="continue" account={check.data}>
      <CenteredCard
        title={title}
        lead={
          <>
            For <BreakingText text={email} /> at <bdi>{organizationName}</bdi>. You’ll be signed out
            everywhere else.
          </>
        }
      >
        <LinkPasswordForm
          link="reset"
          code={code}
          email={email}
          passwordMinLength={passwordMinLength}
          onDead={setDied}
        />
      </CenteredCard>
    </AskBeforeReplacing>
  );
}

/** Stands at `/reset-password`. */
export default function ResetPasswordPage() {
  usePageTitle(title);
  const code = useLinkCode();
  return code === null ? <AskCard /> : <LinkedCard key={code} code={code} />;
}

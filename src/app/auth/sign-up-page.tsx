// The page with which anybody creates an organization: without a link it asks for what is needed, with one for the password.
import { useQuery } from '@tanstack/react-query';
import { checkSignUp } from '../../contract/endpoints/sign-up.ts';
import { isProblem } from '../tablet/api.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { BreakingText } from '../ui/breaking-text.tsx';
import { ButtonLink } from '../ui/button-link.tsx';
import { CenteredCard } from '../ui/centered-card.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { Notice } from '../ui/notice.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { Progress } from '../ui/spinner.tsx';
import { CodeDetails } from './code-form.tsx';
import { useLinkCode } from './link-code.ts';
import { isDeadLink, LinkFailureCard } from './link-pages.tsx';
import { SignUpForm } from './sign-up-form.tsx';
import { FirstPasswordForm } from './sign-up-password-form.tsx';
import { signUpQuery } from './sign-up-query.ts';
import { AskBeforeReplacing } from './somebody-else.tsx';
import { useLinkCheck } from './use-link-check.ts';

const title = 'Create an organization';

const backToSignIn = (
  <ButtonLink href="/sign-in" variant="quiet">
    Sign in instead
  </ButtonLink>
);

function ClosedCard() {
  return (
    <CenteredCard title={title} footer={backToSignIn}>
      <Notice tone="info" title="This server doesn’t accept new organizations">
        Ask whoever runs it, or sign in if you already have an account.
      </Notice>
    </CenteredCard>
  );
}

/** The first step; `failure` says why the link that led here does not work. */
function AskCard({ failure = null }: { failure?: unknown }) {
  const server = useQuery(signUpQuery);
  if (server.isPending) return <Progress label="Loading…" />;
  if (server.error)
    return <LinkFailureCard title={title} failure={server.error} onRetry={() => void server.refetch()} />;
  if (!server.data.open) return <ClosedCard />;
  return (
    <CenteredCard
      title={title}
      lead="We’ll email you a link to confirm. You’ll be its owner."
      footer={backToSignIn}
      width="wide"
    >
      <FormStack>
        <FailureNotice failure={failure} />
        <SignUpForm />
        <CodeDetails />
      </FormStack>
    </CenteredCard>
  );
}

/** The second step. */
function LinkedCard({ code }: { code: string }) {
  const check = useLinkCheck(checkSignUp, { body: { code } });
  if (isProblem(check.error, 'sign_up_closed')) return <ClosedCard />;
  if (isDeadLink(check.error)) return <AskCard failure={check.error} />;
  if (check.error)
    return <LinkFailureCard title={title} failure={check.error} onRetry={() => void check.refetch()} />;
  if (!check.data) return <Progress label="Checking the link…" />;
  const { organizationName, email } = check.data;
  return (
    <AskBeforeReplacing action="continue">
      <CenteredCard
        title="Set Your Password"
        lead={
          <>
            For <bdi>{organizationName}</bdi>. You sign in with <BreakingText text={email} /> and this
            password.
          </>
        }
      >
        <FirstPasswordForm code={code} email={email} />
      </CenteredCard>
    </AskBeforeReplacing>
  );
}

/** Stands at `/sign-up`. */
export default function SignUpPage() {
  usePageTitle(title);
  const code = useLinkCode();
  return code === null ? <AskCard /> : <LinkedCard key={code} code={code} />;
}

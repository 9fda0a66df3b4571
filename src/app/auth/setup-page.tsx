// The page that the one-time set-up link opens: it checks the link and then asks for the organization and its owner.
import { useQuery } from '@tanstack/react-query';
import { checkSetupCode } from '../../contract/endpoints/setup.ts';
import { callAccount, isProblem } from '../api.ts';
import { usePageTitle } from '../page-title.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { CenteredCard } from '../ui/centered-card.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { Notice } from '../ui/notice.tsx';
import { Progress } from '../ui/spinner.tsx';
import { useLinkCode } from './link-code.ts';
import { SetupForm } from './setup-form.tsx';

const title = 'Create your organization';

/** What to do with a link that opens nothing. */
function DeadLink({ failure, onRetry }: { failure: unknown; onRetry: () => void }) {
  const isUsed = isProblem(failure, 'already_set_up');
  return (
    <CenteredCard title={title}>
      <FormStack>
        <FailureNotice failure={failure} onRetry={onRetry} />
        {isUsed && (
          <ButtonLink href="/sign-in" variant="primary" wide>
            Sign in
          </ButtonLink>
        )}
        {isProblem(failure, 'setup_code_invalid', 'too_many_attempts') && (
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
        <Notice tone="info" title="This page needs the set-up link">
          The server prints a one-time link at its first start. Open that whole link: its end, from “#code=”
          on, is what opens this page.
        </Notice>
        <p>If the organization stands already, sign in instead.</p>
        <ButtonLink href="/sign-in" variant="primary" wide>
          Sign in
        </ButtonLink>
      </FormStack>
    </CenteredCard>
  );
}

/** Stands at `/setup`. */
export default function SetupPage() {
  usePageTitle(title);
  const code = useLinkCode();
  const check = useQuery({
    queryKey: ['setup', code],
    queryFn: async ({ signal }) => {
      await callAccount(checkSetupCode, { body: { code: code ?? '' } }, { signal });
      return true;
    },
    enabled: code !== null,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  if (code === null) return <NoLink />;
  if (check.isPending) return <Progress label="Checking the set-up link…" />;
  if (check.isError) return <DeadLink failure={check.error} onRetry={() => void check.refetch()} />;
  return (
    <CenteredCard title={title} lead="You become its owner, and are signed in at once." width="wide">
      <SetupForm code={code} />
    </CenteredCard>
  );
}

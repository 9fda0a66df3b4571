// The page that the one-time set-up link opens: it checks the link and then asks for the organization and its owner.
import { checkSetupCode } from '../../contract/endpoints/setup.ts';
import { isProblem } from '../tablet/api.ts';
import { Button } from '../ui/button.tsx';
import { ButtonLink } from '../ui/button-link.tsx';
import { CenteredCard } from '../ui/centered-card.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { Progress } from '../ui/spinner.tsx';
import { useLinkCode } from './link-code.ts';
import { LinkFailureCard, NoLinkCard } from './link-pages.tsx';
import { SetupForm } from './setup-form.tsx';
import { useLinkCheck } from './use-link-check.ts';

const title = 'Create your organization';

function LinkedCard({ code }: { code: string }) {
  const check = useLinkCheck(checkSetupCode, { body: { code } });
  const retry = () => void check.refetch();
  if (check.isPending) return <Progress label="Checking the set-up link…" />;
  if (check.error) {
    return (
      <LinkFailureCard title={title} failure={check.error} onRetry={retry}>
        {isProblem(check.error, 'already_set_up') && (
          <ButtonLink href="/sign-in" variant="primary" wide>
            Sign in
          </ButtonLink>
        )}
        {isProblem(check.error, 'setup_code_invalid') && (
          <Button wide onClick={retry}>
            Try again
          </Button>
        )}
      </LinkFailureCard>
    );
  }
  return (
    <CenteredCard title={title} lead="You’ll be its owner, and signed in right away." width="wide">
      <SetupForm code={code} />
    </CenteredCard>
  );
}

/** Stands at `/setup`. */
export default function SetupPage() {
  usePageTitle(title);
  const code = useLinkCode();
  if (code !== null) return <LinkedCard key={code} code={code} />;
  return (
    <NoLinkCard
      title={title}
      needed="the set-up link"
      opening="Open the one-time link that the server printed at its first start."
    >
      <p>If you already have an organization, sign in instead.</p>
    </NoLinkCard>
  );
}

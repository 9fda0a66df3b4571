// What is asked and said where somebody else is signed in in this browser than a link or a page is for.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { navigate } from 'wouter/use-browser-location';
import { signedInAsHeader } from '../../contract/headers.ts';
import { closeAccount } from '../tablet/open-account.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { useWork } from '../ui/admin/use-work.ts';
import { Button } from '../ui/button.tsx';
import { CenteredCard } from '../ui/centered-card.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { Progress } from '../ui/spinner.tsx';
import { presentSessionQuery, useOtherTabs } from './account-session.ts';
import { landingPath } from './return-path.ts';
import { queryClient } from './server-state.tsx';

interface AskBeforeReplacingProps {
  /** What the link does, as the button says it. */
  action: string;
  /** The account that the link is for, where it has one: whoever is signed in with it is asked nothing. */
  account?: { email: string; organizationName: string };
  children: ReactNode;
}

/** Shows its children once nobody else is signed in in this browser; whoever is, is asked before a link takes their place. */
export function AskBeforeReplacing({ action, account, children }: AskBeforeReplacingProps) {
  const { data: present, isPending } = useQuery(presentSessionQuery);
  const leaving = useWork();
  useOtherTabs();
  if (isPending) return <Progress label="Loading…" />;
  const isTheirs =
    present?.user.email === account?.email && present?.organization.name === account?.organizationName;
  // Where the server does not answer, the link itself says so.
  if (!present || isTheirs) return children;
  const { user, organization } = present;
  const leave = async () => {
    // Nobody else than the page has named.
    await closeAccount({ [signedInAsHeader]: user.id });
    queryClient.setQueryData(presentSessionQuery.queryKey, null);
  };
  return (
    <CenteredCard
      title="Somebody is signed in"
      lead={
        <>
          <strong>{user.name}</strong> is signed in at <strong>{organization.name}</strong> in this browser.
          Sign out first, in all its tabs, if this link is for somebody else.
        </>
      }
    >
      <FormStack>
        <FailureNotice failure={leaving.failure} />
        <Button variant="primary" size="large" wide busy={leaving.busy} onClick={() => leaving.run(leave)}>
          Sign out and {action}
        </Button>
        <Button wide onClick={() => navigate(landingPath(present), { replace: true })}>
          Stay signed in
        </Button>
      </FormStack>
    </CenteredCard>
  );
}

/** Stands in the place of screens that were drawn for somebody else. */
export function SessionChangedCard({ before }: { before: string | undefined }) {
  const { data: present } = useQuery(presentSessionQuery);
  return (
    <CenteredCard
      title="Somebody else is signed in now"
      lead={
        <>
          {present && (
            <>
              <strong>{present.user.name}</strong> has signed in at{' '}
              <strong>{present.organization.name}</strong> in another tab.{' '}
            </>
          )}
          {before && (
            <>
              This page was open for <bdi>{before}</bdi>.{' '}
            </>
          )}
          What was not saved here is lost; nothing was done in anybody else’s name.
        </>
      }
    >
      <Button variant="primary" size="large" wide onClick={() => location.reload()}>
        Reload
      </Button>
    </CenteredCard>
  );
}

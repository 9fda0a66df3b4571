// The frame around every screen that needs somebody who is signed in with an account.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Session } from '../../contract/endpoints/session.ts';
import { sessionQuery, useOtherTabs, useSessionChange } from '../auth/account-session.ts';
import { OwnPasswordCard } from '../auth/own-password-card.tsx';
import { PasskeyCard } from '../auth/passkey-card.tsx';
import { SessionChangedCard } from '../auth/somebody-else.tsx';
import { StepUpDialog } from '../auth/step-up-dialog.tsx';
import { TabletIdle } from '../auth/tablet-idle.tsx';
import { useUpdateWhenUntouched } from '../tablet/update-when-untouched.ts';
import { AdminFrame } from '../ui/admin/admin-frame.tsx';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { CenteredCard } from '../ui/centered-card.tsx';
import { Progress } from '../ui/spinner.tsx';
import { AccountMenu } from './account-menu.tsx';
import { useReviewCount } from './devices/review-queries.ts';
import { countWaiting, openPlaces } from './settings-places.ts';
import '../ui/admin/layout.css';

export interface AccountFrameProps {
  /** The path of the settings place shown; without it the settings navigation is left out. */
  settingsPath?: string | undefined;
  children: (session: Session) => ReactNode;
}

/** Shows its children once it is known who is signed in; when nobody is, the page goes to the sign-in. */
export function AccountFrame({ settingsPath, children }: AccountFrameProps) {
  const { data: session, error, refetch } = useQuery(sessionQuery);
  const changed = useSessionChange((state) => state.changed);
  useOtherTabs();
  useUpdateWhenUntouched();
  const seesDevices = session?.permissions.includes('devices:read') && session.mustChange !== 'password';
  const toReview = useReviewCount(settingsPath !== undefined && seesDevices === true);
  if (changed) return <SessionChangedCard before={session?.user.name} />;
  if (!session) {
    if (!error) return <Progress label="Loading…" />;
    return (
      <CenteredCard title="This page could not be opened">
        <FailureNotice failure={error} onRetry={() => void refetch()} />
      </CenteredCard>
    );
  }
  if (session.mustChange === 'password') {
    return (
      <>
        <OwnPasswordCard session={session} />
        <TabletIdle />
      </>
    );
  }
  if (session.passkeyStep) {
    return (
      <>
        <PasskeyCard session={session} step={session.passkeyStep} />
        <StepUpDialog />
        <TabletIdle />
      </>
    );
  }
  return (
    <AdminFrame
      organizationName={session.organization.name}
      menu={<AccountMenu session={session} />}
      places={settingsPath === undefined ? [] : countWaiting(openPlaces(session), toReview)}
      currentPath={settingsPath ?? ''}
    >
      {children(session)}
      <StepUpDialog />
      <TabletIdle />
    </AdminFrame>
  );
}

// "Where you’re signed in": one's sessions, each with "Sign out".
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { endSession, type OwnSession } from '../../contract/endpoints/account.ts';
import { ownSessionsQuery } from '../auth/account-query.ts';
import { callSignedIn } from '../auth/account-session.ts';
import { queryClient } from '../auth/server-state.tsx';
import { withStepUp } from '../auth/step-up.ts';
import { isProblem } from '../tablet/api.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { Ago } from '../ui/admin/moment.tsx';
import { showToast } from '../ui/admin/toast.tsx';
import { useWork } from '../ui/admin/use-work.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { OwnItem } from './own-item.tsx';
import './own-sessions.css';

function describePlace({ kind, browser, deviceName }: OwnSession): string {
  return kind === 'pin' ? `PIN on the tablet ${deviceName}` : (browser ?? 'A browser');
}

function SessionItem({ session }: { session: OwnSession }) {
  const { id, current, createdAt, lastUsedAt, address } = session;
  const titleId = useId();
  const work = useWork();
  const place = describePlace(session);
  const end = async () => {
    try {
      await withStepUp(() => callSignedIn(endSession, { params: { sessionId: id } }));
    } catch (error) {
      // It ended by itself, which is just as well.
      if (!isProblem(error, 'not_found')) throw error;
    }
    await queryClient.invalidateQueries({ queryKey: ownSessionsQuery.queryKey });
    showToast({ tone: 'success', title: 'Signed out', text: place });
  };
  return (
    <OwnItem
      titleId={titleId}
      title={place}
      badge={current && <Badge tone="accent">You are here</Badge>}
      facts={
        <>
          <span>
            Signed in <Ago at={createdAt} />
          </span>
          {lastUsedAt && (
            <span>
              Last used <Ago at={lastUsedAt} />
            </span>
          )}
          {address && <span>From {address}</span>}
        </>
      }
      action={
        !current && (
          <Button aria-describedby={titleId} busy={work.busy} onClick={() => work.run(end)}>
            Sign out
          </Button>
        )
      }
      failure={work.failure}
      onRetry={() => work.run(end)}
    />
  );
}

/** The session that shows the list stands first; it is ended by the welcome menu. */
export function OwnSessions() {
  const { data: sessions, error, refetch } = useQuery(ownSessionsQuery);
  if (!sessions) {
    if (error) return <FailureNotice failure={error} onRetry={() => void refetch()} />;
    return <SkeletonRows rows={2} label="Loading your sessions" />;
  }
  return (
    <>
      <p className="fk-session-detail">If you don’t recognize one, sign it out and change your password.</p>
      <ul className="fk-sessions">
        {sessions.map((session) => (
          <SessionItem key={session.id} session={session} />
        ))}
      </ul>
    </>
  );
}

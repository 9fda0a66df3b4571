// The screen "Audit trail": who did what, where and when.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import type { Session } from '../../../contract/endpoints/session.ts';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { PageHeader } from '../../ui/admin/page-header.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchIcon } from '../../ui/icons.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { AuditList } from './audit-list.tsx';
import { auditQuery } from './audit-query.ts';
import { type AuditView, isNarrowed, readAuditView, wholeTrail, writeAuditView } from './audit-view.ts';
import { ChainCheck } from './chain-check.tsx';
import { ExportLinks } from './export-links.tsx';

function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      icon={<SearchIcon size={32} />}
      title="No events found"
      action={<Button onClick={onClear}>Show everything</Button>}
    >
      Nothing matches all of these filters.
    </EmptyState>
  );
}

/** Stands at `/settings/audit`; the filters stand in the address. */
export function AuditPage({ session }: { session: Session }) {
  usePageTitle('Audit trail');
  const [parameters, setParameters] = useSearchParams();
  const view = useMemo(() => readAuditView(parameters), [parameters]);
  const show = (changes: Partial<AuditView>) => setParameters(writeAuditView({ ...view, ...changes }));
  const trail = useInfiniteQuery(auditQuery(view));
  const events = trail.data?.pages.flatMap((page) => page.events) ?? [];
  const { isFetchNextPageError, fetchNextPage, refetch } = trail;
  return (
    <>
      <PageHeader
        title="Audit trail"
        lead="Who did what, where and when, newest first. It can’t be edited."
        action={<ExportLinks view={view} />}
      />
      <AuditFilters session={session} view={view} events={events} onChange={show} />
      <FailureNotice
        failure={trail.error}
        onRetry={() => void (isFetchNextPageError ? fetchNextPage() : refetch())}
      />
      {trail.isPending && <SkeletonRows label="Loading" />}
      {events.length > 0 && <AuditList events={events} onNarrow={show} />}
      {trail.data && events.length === 0 && <NothingFound onClear={() => show(wholeTrail)} />}
      {trail.data && events.length > 0 && (
        <div className="fk-audit-more">
          {trail.hasNextPage ? (
            <Button busy={trail.isFetchingNextPage} onClick={() => void fetchNextPage()}>
              Load older
            </Button>
          ) : (
            <p>{isNarrowed(view) ? 'No more events.' : 'Start of the audit trail.'}</p>
          )}
        </div>
      )}
      <ChainCheck />
    </>
  );
}

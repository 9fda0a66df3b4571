// The screen "Audit trail": who did what, where and when.
import { useInfiniteQuery } from '@tanstack/react-query';
import { usePageTitle } from '../../page-title.ts';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { PageHeader } from '../../ui/admin/page-header.tsx';
import { Button } from '../../ui/button.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { AuditList } from './audit-list.tsx';
import { auditQuery } from './audit-query.ts';

/** Stands at `/settings/audit`. */
export function AuditPage() {
  usePageTitle('Audit trail');
  const trail = useInfiniteQuery(auditQuery);
  const events = trail.data?.pages.flatMap((page) => page.events) ?? [];
  const { isFetchNextPageError, fetchNextPage, refetch } = trail;
  return (
    <>
      <PageHeader
        title="Audit trail"
        lead="Who did what, where and when; newest first. Nothing in it can be changed."
      />
      <FailureNotice
        failure={trail.error}
        onRetry={() => void (isFetchNextPageError ? fetchNextPage() : refetch())}
      />
      {trail.isPending && <SkeletonRows label="Loading" />}
      {events.length > 0 && <AuditList events={events} />}
      {trail.data && (
        <div className="fk-audit-more">
          {trail.hasNextPage ? (
            <Button busy={trail.isFetchingNextPage} onClick={() => void fetchNextPage()}>
              Load older
            </Button>
          ) : (
            <p>This is where the trail begins.</p>
          )}
        </div>
      )}
    </>
  );
}

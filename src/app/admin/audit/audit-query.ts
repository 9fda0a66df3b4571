// The audit trail, page after page, newest first.
import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { listAuditEvents } from '../../../contract/endpoints/audit-events.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { type AuditView, filterOf } from './audit-view.ts';

/** Where the first page begins: at the newest event. */
const atNewest = (): string | null => null;

/** The events that a view asks for. The ones before stay on the screen until the new ones are there. */
export function auditQuery(view: AuditView) {
  const filter = filterOf(view);
  return infiniteQueryOptions({
    queryKey: ['audit-events', filter],
    queryFn: ({ pageParam, signal }) => {
      const query = pageParam === null ? filter : { ...filter, before: pageParam };
      return callSignedIn(listAuditEvents, { query }, { signal });
    },
    initialPageParam: atNewest(),
    getNextPageParam: ({ nextBefore }) => nextBefore,
    placeholderData: keepPreviousData,
    // Older pages never change; only who reads the newest one waits for news.
    refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? 10_000 : false),
  });
}

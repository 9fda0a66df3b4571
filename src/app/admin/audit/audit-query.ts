// The audit trail, page after page, newest first.
import { infiniteQueryOptions } from '@tanstack/react-query';
import { listAuditEvents } from '../../../contract/endpoints/audit-events.ts';
import { callSignedIn } from '../../auth/account-session.ts';

/** Where the first page begins: at the newest event. */
const atNewest = (): string | null => null;

export const auditQuery = infiniteQueryOptions({
  queryKey: ['audit-events'],
  queryFn: ({ pageParam, signal }) =>
    callSignedIn(listAuditEvents, { query: pageParam === null ? {} : { before: pageParam } }, { signal }),
  initialPageParam: atNewest(),
  getNextPageParam: ({ nextBefore }) => nextBefore,
  // Older pages never change; only who reads the newest one waits for news.
  refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? 10_000 : false),
});

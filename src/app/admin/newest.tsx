// What a form edits, asked for when it opens: the list on the screen may be a minute old.
import { type FetchQueryOptions, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { queryClient } from '../auth/server-state.tsx';
import { FailureNotice, ToldFailure } from '../ui/admin/failure-notice.tsx';
import { Progress } from '../ui/spinner.tsx';

export interface NewestProps<T> {
  /** Tells what it is from everything else that is edited. */
  of: readonly string[];
  ask: () => Promise<T>;
  /** Gets it once; what comes later does not change a form under somebody’s hands. */
  children: (newest: T) => ReactNode;
}

/** Shows its children once the answer is there. */
export function Newest<T>({ of, ask, children }: NewestProps<T>) {
  const { data, error, refetch } = useQuery({
    queryKey: ['newest', ...of],
    queryFn: ask,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (data !== undefined) return children(data);
  if (error) return <FailureNotice failure={error} onRetry={() => void refetch()} />;
  return <Progress label="Loading…" />;
}

/** Asks for a list anew, past what is known of it, and brings the screens that show it up to date. */
export function askAnew<T, K extends readonly unknown[]>(
  query: FetchQueryOptions<T, Error, T, K>,
): Promise<T> {
  return queryClient.fetchQuery({ ...query, staleTime: 0 });
}

/** @throws ToldFailure where somebody has deleted it meanwhile */
export function findIn<T extends { id: string }>(all: readonly T[], { id }: { id: string }): T {
  const found = all.find((one) => one.id === id);
  if (found) return found;
  throw new ToldFailure('This was deleted meanwhile. Close this and look at the list again.');
}

// The import that this tab has started, kept so that its end is told also after its dialog was closed or the page reloaded.
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { create } from 'zustand';
import { getUserImport, type UserImport } from '../../../../contract/endpoints/user-imports.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { queryClient } from '../../../auth/server-state.tsx';

const place = 'floorkey-import';
const lookEveryMilliseconds = 700;

const useKept = create<{ importId: string | null }>(() => ({ importId: sessionStorage.getItem(place) }));

/** Keeps an import that was started just now. */
export function keepImport(importId: string): void {
  sessionStorage.setItem(place, importId);
  useKept.setState({ importId });
}

/** Its end was told. */
export function forgetImport(): void {
  sessionStorage.removeItem(place);
  useKept.setState({ importId: null });
}

const keyOf = (importId: string) => ['user-import', importId];

/** Whether the newest that was heard of an import is its end. */
export function hasSeenEnd(importId: string): boolean {
  const state = queryClient.getQueryData<UserImport>(keyOf(importId))?.state;
  return state === 'done' || state === 'failed';
}

export const useKeptImportId = () => useKept(({ importId }) => importId);

/** How far an import is, looked at again and again while it runs; at its end the list shows other users. */
export function useImportProgress(importId: string) {
  const query = useQuery({
    queryKey: keyOf(importId),
    queryFn: ({ signal }) => callSignedIn(getUserImport, { params: { importId } }, { signal }),
    refetchInterval: ({ state }) =>
      !state.data || state.data.state === 'running' ? lookEveryMilliseconds : false,
    retry: false,
  });
  const isDone = query.data?.state === 'done';
  useEffect(() => {
    if (isDone) void queryClient.invalidateQueries({ queryKey: ['users'] });
  }, [isDone]);
  return query;
}

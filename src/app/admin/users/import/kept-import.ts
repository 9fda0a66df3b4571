// The import that this tab has started, kept so that its end is told also after its dialog was closed or the page reloaded.
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { create } from 'zustand';
import { getUserImport, type UserImport } from '../../../../contract/endpoints/user-imports.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { queryClient } from '../../../auth/server-state.tsx';
import { readStored, store } from '../../../tablet/site-storage.ts';

const place = 'floorkey-import';
const lookEveryMilliseconds = 700;

const useKept = create<{ importId: string | null }>(() => ({
  importId: readStored('sessionStorage', place),
}));

/** Keeps an import that was started just now. */
export function keepImport(importId: string): void {
  store('sessionStorage', place, importId);
  useKept.setState({ importId });
}

/** Its end was told. */
export function forgetImport(): void {
  store('sessionStorage', place, null);
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

// The cache of what the server told the account screens; the pad's screens never load it.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiProblem } from '../tablet/api.ts';
import { useDeviceState } from '../tablet/device-state.ts';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays one; only a call that reached nobody is worth another try.
      retry: (failures, error) => !(error instanceof ApiProblem) && failures < 2,
      staleTime: 5000,
      // The server may stand on this machine: whether the browser believes in a network says nothing.
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});

// A wiped browser holds nothing, in memory either.
useDeviceState.subscribe(({ phase }) => {
  if (phase === 'wiped') queryClient.clear();
});

/** Gives the screens below their cache. */
export function ServerState({ children }: { children: ReactNode }) {
  return <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>;
}

// Asks the server once what a one-time link is for, and whether it still works.
import { useQuery } from '@tanstack/react-query';
import type { Endpoint, EndpointInput } from '../../contract/endpoint.ts';
import type { InputParts } from '../../device/calls/send-request.ts';
import { callAccount } from '../tablet/api.ts';

/** The answer is kept while the page stands: asked again, it could take a form away under the one who types. `null`: it says nothing more. */
export function useLinkCheck<E extends Endpoint>(endpoint: E, input: EndpointInput<E> & InputParts) {
  return useQuery({
    queryKey: [endpoint.operation, input],
    queryFn: async ({ signal }) => (await callAccount(endpoint, input, { signal })) ?? null,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
}

// Whether this server takes new organizations: asked once for as long as the page lives.
import { queryOptions } from '@tanstack/react-query';
import { getSignUp } from '../../contract/endpoints/sign-up.ts';
import { callAccount } from '../tablet/api.ts';

export const signUpQuery = queryOptions({
  queryKey: ['sign-up'],
  queryFn: ({ signal }) => callAccount(getSignUp, {}, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

// Who is signed in with an account on this page: begins, is asked for, and ends.
import { queryOptions } from '@tanstack/react-query';
import { useEffect } from 'react';
import { navigate } from 'wouter/use-browser-location';
import { create } from 'zustand';
import type { Endpoint, EndpointInput, EndpointOutput } from '../../contract/endpoint.ts';
import { getSession, type Session } from '../../contract/endpoints/session.ts';
import { signedInAsHeader } from '../../contract/headers.ts';
import type { InputParts } from '../../device/calls/send-request.ts';
import { callAccount, isProblem } from '../tablet/api.ts';
import { accountMark, closeAccount, noteAccountClosed, noteAccountOpen } from '../tablet/open-account.ts';
import { landingPath, signInPath } from './return-path.ts';
import { queryClient } from './server-state.tsx';

const sessionKey = ['session'] as const;

/** A session has just begun, and no answer has shown yet that the browser keeps its cookie. */
let isUnproven = false;

/** Takes the screens of somebody whose session is over away, and leads back to them after a new sign-in. */
function leaveForSignIn(): void {
  noteAccountClosed();
  if (location.pathname === '/sign-in') return;
  const ended = queryClient.getQueryData(sessionKey) !== undefined;
  const state = { ended, cookieLost: isUnproven };
  isUnproven = false;
  navigate(signInPath(location.pathname + location.search), { replace: true, state });
  queryClient.clear();
}

/** Whether somebody else has signed in in this browser since this page was drawn. */
export const useSessionChange = create<{ changed: boolean }>(() => ({ changed: false }));

async function heedEnd<T>(answer: Promise<T>): Promise<T> {
  try {
    const result = await answer;
    isUnproven = false;
    return result;
  } catch (error) {
    if (isProblem(error, 'not_signed_in')) leaveForSignIn();
    if (isProblem(error, 'session_changed')) useSessionChange.setState({ changed: true });
    if (isProblem(error, 'permission_missing') || isProblem(error, 'passkey_required'))
      void queryClient.invalidateQueries({ queryKey: sessionKey });
    throw error;
  }
}

/** Held, among all tabs of this browser, while the session gets another cookie. */
const renewalLock = 'floorkey-session-renewal';
const renewalMilliseconds = 15_000;

/** Waits until no tab renews the session; one that a system has put to sleep meanwhile holds nobody up for ever. */
async function endOfRenewal(): Promise<void> {
  const signal = AbortSignal.timeout(renewalMilliseconds);
  await navigator.locks.request(renewalLock, { mode: 'shared', signal }, () => undefined).catch(() => {});
}

/** For whom this page was drawn: nothing is read or changed in the name of somebody who has signed in in another tab since. */
function asKnown(): Record<string, string> {
  const known = queryClient.getQueryData<Session>(sessionKey);
  return known ? { [signedInAsHeader]: known.user.id } : {};
}

/**
 * Calls an endpoint as the one who is signed in; when nobody is any more, the page goes to the sign-in.
 * @throws ApiProblem, Unreachable
 */
export function callSignedIn<E extends Endpoint>(
  endpoint: E,
  input: EndpointInput<E> & InputParts,
  options: { signal?: AbortSignal; milliseconds?: number } = {},
): Promise<EndpointOutput<E>> {
  const headers = asKnown();
  const call = () => callAccount(endpoint, input, { ...options, headers });
  return heedEnd(
    call().catch(async (error: unknown) => {
      if (!isProblem(error, 'not_signed_in')) throw error;
      // It may have left with the cookie that a passkey has just replaced, here or in another tab.
      await endOfRenewal();
      return call();
    }),
  );
}

/** Calls an endpoint that gives the session another cookie; what is under way meanwhile, in any tab, asks again with that one. */
export function callRenewing<E extends Endpoint>(
  endpoint: E,
  input: EndpointInput<E> & InputParts,
): Promise<EndpointOutput<E>> {
  const headers = asKnown();
  return heedEnd(
    new Promise((resolve, reject) => {
      const renew = () => callAccount(endpoint, input, { headers }).then(resolve, reject);
      navigator.locks.request(renewalLock, renew).catch(reject);
    }),
  );
}

/** Who is signed in; on screens that need somebody. */
export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  queryFn: ({ signal }): Promise<Session> => callSignedIn(getSession, {}, { signal }),
  staleTime: 30_000,
});

/** Who is signed in in this browser, for pages that stand open to everybody; `null`: nobody. */
export const presentSessionQuery = queryOptions({
  queryKey: ['present-session'],
  queryFn: ({ signal }): Promise<Session | null> =>
    callAccount(getSession, {}, { signal }).catch((error: unknown) => {
      if (isProblem(error, 'not_signed_in')) return null;
      throw error;
    }),
  staleTime: 0,
  retry: false,
});

/** Asks again who is signed in, while a screen stands there, once another tab has begun or ended a session. */
export function useOtherTabs(): void {
  useEffect(() => {
    const heed = ({ key }: StorageEvent) => {
      if (key !== accountMark) return;
      void queryClient.invalidateQueries({ queryKey: sessionKey });
      void queryClient.invalidateQueries({ queryKey: presentSessionQuery.queryKey });
    };
    window.addEventListener('storage', heed);
    return () => window.removeEventListener('storage', heed);
  }, []);
}

/** Notes who has just signed in, and forgets what the one before had fetched. */
export function beginSession(session: Session): void {
  isUnproven = true;
  noteAccountOpen();
  useSessionChange.setState({ changed: false });
  queryClient.clear();
  queryClient.setQueryData(sessionKey, session);
}

/** Notes what the server has just said of the session. */
export function renewSession(session: Session): void {
  queryClient.setQueryData(sessionKey, session);
}

/** Goes on from a step that stood in the place of every screen; whoever had asked for none gets their first one. */
export function leaveStep(session: Session): void {
  renewSession(session);
  if (location.pathname === '/account') navigate(landingPath(session), { replace: true });
}

/** Ends the session, at the server and here, and goes to the first page. @throws Unreachable while the server may still keep it */
export async function signOut(): Promise<void> {
  await heedEnd(closeAccount(asKnown()));
  navigate('/');
  queryClient.clear();
}

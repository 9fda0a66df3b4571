// Where a person goes after signing in: to where they wanted to go, if that is a place of this app.
import type { Session } from '../../contract/endpoints/session.ts';

/** What comes after a sign-in. */
export interface AfterSignIn {
  returnPath: string | null;
  /** What is done instead of going to another screen. */
  onSignedIn?: (() => void) | undefined;
}

const parameter = 'next';
const places = /^\/(settings|account)(\/|\?|$)/;

/** The address of the sign-in page that leads back to `wanted` (path and query). */
export function signInPath(wanted: string): string {
  return `/sign-in?${new URLSearchParams({ [parameter]: wanted })}`;
}

/**
 * Reads where to go back to out of a query. Only paths of account screens count: an address that names another site,
 * in whatever spelling, would let a link on a stranger's page lead people from our sign-in to theirs (OWASP, Unvalidated Redirects).
 * @returns a path with its query, or `null`
 */
export function readReturnPath(query: string, origin: string): string | null {
  const wanted = new URLSearchParams(query).get(parameter);
  if (!wanted || !places.test(wanted) || !URL.canParse(wanted, origin)) return null;
  const address = new URL(wanted, origin);
  if (address.origin !== origin || !places.test(address.pathname)) return null;
  return address.pathname + address.search;
}

/** The first screen of a person who did not ask for one. */
export function landingPath({ permissions }: Pick<Session, 'permissions'>): string {
  return permissions.includes('users:read') ? '/settings/users' : '/account';
}

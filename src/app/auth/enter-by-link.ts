// What follows on a one-time link that opened a session.
import { navigate } from 'wouter/use-browser-location';
import type { Session } from '../../contract/endpoints/session.ts';
import { beginSession } from './account-session.ts';
import { forgetLinkCode } from './link-code.ts';
import { landingPath } from './return-path.ts';

/** How long a first password may take: hashing it may start the hashing threads, too. */
export const firstPasswordWait = { milliseconds: 30_000 };

/** Forgets the spent code and goes on as the one who is signed in now. */
export function enterByLink(session: Session): void {
  forgetLinkCode();
  beginSession(session);
  navigate(landingPath(session), { replace: true });
}

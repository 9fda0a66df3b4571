// What goes with a new account session: the answer to whoever has just been signed in, and the end of the one before.
import type { Context as HonoContext } from 'hono';
import type { Session } from '../../contract/endpoints/session.ts';
import type { Context } from '../context.ts';
import { describeSession, type Origin } from '../domain/access/signed-in.ts';
import { findAccountSession } from '../domain/sign-in/account-session.ts';
import { signOut } from '../domain/sign-in/sign-in.ts';
import { readSessionCookie } from './session-cookie.ts';

/** The session behind a token that was just made. */
export async function describeNewSession(context: Context, token: string): Promise<Session> {
  const signedIn = await findAccountSession(context, token);
  if (!signedIn) throw new Error('a session that was just opened is not there');
  return describeSession(signedIn);
}

/**
 * Ends the session that the browser presents, if it is still there: with its cookie overwritten, nobody could end it from there
 * any more. Never throws: whoever has just signed in comes in, and what could not be ended runs out by itself.
 */
export async function endReplacedSession(
  context: Context,
  request: HonoContext,
  origin: Origin,
): Promise<void> {
  const token = readSessionCookie(context, request);
  if (!token) return;
  try {
    const replaced = await findAccountSession(context, token);
    if (replaced) await signOut({ context, signedIn: replaced, origin });
  } catch (error) {
    context.log.warn({ err: error }, 'the session that was replaced could not be ended');
  }
}

// The answer to whoever has just been signed in.
import type { Session } from '../../contract/endpoints/session.ts';
import type { Context } from '../context.ts';
import { findAccountSession } from '../domain/account-session.ts';
import { describeSession } from '../domain/signed-in.ts';

/** The session behind a token that was just made. */
export async function describeNewSession(context: Context, token: string): Promise<Session> {
  const signedIn = await findAccountSession(context, token);
  if (!signedIn) throw new Error('a session that was just opened is not there');
  return describeSession(signedIn);
}

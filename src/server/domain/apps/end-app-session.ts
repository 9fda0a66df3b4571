// Sign-out that an app asks for (OpenID Connect RP-Initiated Logout 1.0): it ends that app's session, and not the tablet's.
import { and, eq } from 'drizzle-orm';
import { decodeJwt } from 'jose';
import type { Context } from '../../context.ts';
import { appSessions, apps } from '../../database/schema.ts';
import { endAppSession } from './app-sessions.ts';
import { findProvider } from './provider.ts';

export type LogoutRequest = { idTokenHint: string; redirectUri: string | null; state: string | null };

/**
 * Ends the session that an ID token of ours names; where it leads is an address that the app gave before.
 * @returns where the browser goes; `null`: nowhere of the app’s
 */
export async function endAppSessionByHint(
  context: Context,
  organizationId: string,
  { idTokenHint, redirectUri, state }: LogoutRequest,
): Promise<string | null> {
  const found = await findProvider(context, organizationId);
  const hint = await read(idTokenHint);
  const client = hint && (await found?.provider.Client.find(hint.clientId));
  if (!found || !hint || !client) return null;
  const isOurs = await found.provider.IdToken.validate(idTokenHint, client).then(
    () => true,
    () => false,
  );
  if (!isOurs) return null;
  return context.database.inOrganization(organizationId, async (tx) => {
    const [app] = await tx.select().from(apps).where(eq(apps.id, hint.clientId));
    if (hint.sid) {
      const [session] = await tx
        .select({ id: appSessions.id })
        .from(appSessions)
        .where(and(eq(appSessions.id, hint.sid), eq(appSessions.appId, hint.clientId)));
      if (session) await endAppSession(tx, session.id, context.clock());
    }
    if (redirectUri === null || !app?.afterLogoutUris.includes(redirectUri)) return null;
    const back = new URL(redirectUri);
    if (state !== null) back.searchParams.set('state', state);
    return back.href;
  });
}

async function read(token: string): Promise<{ clientId: string; sid: string | null } | null> {
  try {
    const { aud, sid } = decodeJwt(token);
    return typeof aud === 'string' ? { clientId: aud, sid: typeof sid === 'string' ? sid : null } : null;
  } catch {
    return null;
  }
}

// Tells apps that a session has ended (OpenID Connect Back-Channel Logout 1.0), and notes which of them answered.
import { lookup } from 'node:dns';
import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { appSessions, apps } from '../../database/schema.ts';
import { logoutTriesMost } from '../../jobs/jobs.ts';
import { placeOfAddress } from '../../private-addresses.ts';
import { recordAuditEvent } from '../access/audit.ts';
import { findProvider } from './provider.ts';

/** How long an app has to answer, in milliseconds. */
const answerMs = 5_000;

type LogoutJob = { organizationId: string; appSessionId: string };

class Unanswered extends Error {}

function requirePlace(address: string, privateToo: boolean): void {
  const place = placeOfAddress(address);
  if (place === 'public' || (place === 'own' && privateToo)) return;
  throw new Unanswered(
    place === 'own'
      ? 'Its address is in a network of one’s own, which is not allowed for this app.'
      : 'Its address leads nowhere that an app could stand.',
  );
}

/** Looks a name up once, and connects to nothing but what was looked at (against DNS rebinding). */
function lookUpWithin(privateToo: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '');
      try {
        for (const { address } of found) requirePlace(address, privateToo);
      } catch (refusal) {
        return callback(refusal instanceof Error ? refusal : new Error(), '');
      }
      const [first] = found;
      if (options.all) callback(null, found);
      else callback(null, first?.address ?? '', first?.family);
    });
  };
}

/** Sends a form and waits for the status alone; follows no redirect. @throws Unanswered */
async function sendForm(address: string, form: URLSearchParams, privateToo: boolean): Promise<number> {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host)) requirePlace(host, privateToo);
  const body = form.toString();
  const send = url.protocol === 'https:' ? requestTls : requestPlain;
  return new Promise((resolve, reject) => {
    const sent = send(
      url,
      {
        method: 'POST',
        lookup: lookUpWithin(privateToo),
        signal: AbortSignal.timeout(answerMs),
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
        },
      },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

function explain(error: unknown): string {
  if (error instanceof Unanswered) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ABORT_ERR' || (error instanceof Error && error.name === 'TimeoutError'))
    return 'It did not answer in time.';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'Its address was not found.';
  if (code === 'ECONNREFUSED') return 'Nothing answers at its address.';
  if (/CERT|SIGNED|SSL|TLS/.test(code)) return 'Its certificate can’t be trusted.';
  return 'It could not be reached.';
}

/** What an app is told, signed by its organization. */
async function makeLogoutToken(
  context: Context,
  { organizationId, appSessionId }: LogoutJob,
  app: { id: string; userId: string },
) {
  const found = await findProvider(context, organizationId);
  const client = await found?.provider.Client.find(app.id);
  if (!found || !client) return null;
  const token = new found.provider.IdToken({ sub: app.userId }, { client, ctx: undefined });
  // As the provider does for its own end-session page.
  Object.assign(token, { mask: { sub: null } });
  token.set('events', { 'http://schemas.openid.net/event/backchannel-logout': {} });
  token.set('jti', crypto.randomUUID());
  token.set('sid', appSessionId);
  return token.issue({ use: 'logout' });
}

/**
 * Tells one app of one end. Thrown errors have the queue try again, with growing pauses.
 * @param tries how often it was tried before
 */
export async function logOutOfApp(context: Context, job: LogoutJob, tries: number): Promise<void> {
  const { organizationId, appSessionId } = job;
  const { database, clock } = context;
  const isIt = and(eq(appSessions.id, appSessionId), eq(appSessions.logout, 'waiting'));
  const [row] = await database.lookUp
    .select({ session: appSessions, app: apps })
    .from(appSessions)
    .innerJoin(apps, eq(apps.id, appSessions.appId))
    .where(and(isIt, eq(appSessions.organizationId, organizationId)));
  // The app is gone, or has no address for it any more.
  if (!row?.app.logoutUri) return;
  const { session, app } = row;
  const { logoutUri, privateLogout } = app;
  const token = await makeLogoutToken(context, job, { id: app.id, userId: session.userId });
  if (token === null || logoutUri === null) return;
  const failure = await sendForm(logoutUri, new URLSearchParams({ logout_token: token }), privateLogout).then(
    (status) => (status === 200 || status === 204 ? null : `It answered ${status}.`),
    explain,
  );
  const isLast = tries >= logoutTriesMost;
  await database.inOrganization(organizationId, async (tx) => {
    const at = clock();
    const noted = await tx
      .update(appSessions)
      .set({
        logout: failure === null ? 'answered' : isLast ? 'failed' : 'waiting',
        logoutFailure: failure,
        logoutAt: at,
      })
      .where(isIt)
      .returning({ id: appSessions.id });
    // Told once in the trail: when it answered, and when it first did not.
    if (noted.length === 0 || (failure !== null && tries > 0)) return;
    await recordAuditEvent(tx, {
      organizationId,
      at,
      action: failure === null ? 'app.logged-out' : 'app.logout-failed',
      actorId: session.userId,
      deviceId: session.deviceId,
      subjectId: app.id,
      subject: app.name,
      detail: failure === null ? {} : { failure },
    });
  });
  if (failure !== null && !isLast) throw new Error(`an app was not told of a logout: ${failure}`);
}

// The OpenID provider of an organization behind `/o/<organization>/oidc`: hands requests over to it, and takes care of what it must not see.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context as HonoContext } from 'hono';
import type { Context } from '../context.ts';
import { ProblemError } from '../domain/access/problem-error.ts';
import { endAppSessionByHint } from '../domain/apps/end-app-session.ts';
import { findProvider, providerCookies } from '../domain/apps/provider.ts';
import { networksOf } from '../network-address.ts';
import { readOrigin } from './request-source.ts';

const place = /^\/o\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\/oidc(\/[\w./-]*)$/;

/** Sign-ins that somebody may start from one place in the network: each takes a row until it is over. */
const startLimit = { by: 'address', points: 600, seconds: 300 } as const;
const starts = /^\/(auth|request)$/;

type Bindings = { incoming: IncomingMessage & { originalUrl?: string }; outgoing: ServerResponse };

const bindingsOf = (request: HonoContext): Bindings => request.env;

/** Of the cookies only the one that leads back to a sign-in on its way: the provider has no session, and ours are not its business. */
function leaveCookies(header: string | undefined): string | undefined {
  const kept = (header ?? '').split('; ').filter((cookie) => cookie.startsWith(`${providerCookies.resume}=`));
  return kept.length > 0 ? kept.join('; ') : undefined;
}

async function countStart(context: Context, request: HonoContext): Promise<void> {
  for (const { name, places } of networksOf(readOrigin(context, request).address)) {
    const ofNetwork = { ...startLimit, points: startLimit.points * places };
    await context.attemptLimits.count('app-sign-in', ofNetwork, name);
  }
}

async function endSession(context: Context, request: HonoContext, organizationId: string): Promise<Response> {
  const query = new URL(request.req.url).searchParams;
  const idTokenHint = query.get('id_token_hint');
  const back =
    idTokenHint === null
      ? null
      : await endAppSessionByHint(context, organizationId, {
          idTokenHint,
          redirectUri: query.get('post_logout_redirect_uri'),
          state: query.get('state'),
        });
  return request.redirect(back ?? `${context.publicUrl}/`, 303);
}

/** Copies the headers that every answer of ours has: the provider writes to the connection itself. */
function copyHeaders(request: HonoContext, outgoing: ServerResponse): void {
  for (const [name, value] of request.res.headers) outgoing.setHeader(name, value);
}

/**
 * Answers a request to a provider. It sees the address that people open, whatever a proxy says, for what it signs names it.
 * @throws ProblemError `not_found`, `too_many_attempts`
 */
export async function answerAsProvider(context: Context, request: HonoContext): Promise<Response> {
  const { pathname, search } = new URL(request.req.url);
  const [, organizationId, path] = place.exec(pathname) ?? [];
  const nothing = new ProblemError('not_found', 'There is nothing at this address.');
  if (organizationId === undefined || path === undefined) throw nothing;
  if (starts.test(path)) await countStart(context, request);
  if (path === '/session/end' && request.req.method === 'GET')
    return endSession(context, request, organizationId);
  const found = await findProvider(context, organizationId);
  if (!found) throw nothing;
  const { incoming, outgoing } = bindingsOf(request);
  const { protocol, host } = new URL(context.publicUrl);
  incoming.originalUrl = pathname + search;
  incoming.url = path + search;
  const cookie = leaveCookies(incoming.headers.cookie);
  if (cookie === undefined) delete incoming.headers.cookie;
  else incoming.headers.cookie = cookie;
  incoming.headers['x-forwarded-proto'] = protocol.slice(0, -1);
  incoming.headers['x-forwarded-host'] = host;
  copyHeaders(request, outgoing);
  await found.handle(incoming, outgoing);
  return new Response(null, { status: outgoing.statusCode, headers: { 'x-hono-already-sent': 'true' } });
}

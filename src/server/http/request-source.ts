// Where a request comes from: address, the URL that the browser used, and whether another site sent it.
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context as HonoContext } from 'hono';
import type { Context } from '../context.ts';
import { ProblemError } from '../domain/problem-error.ts';
import type { Origin } from '../domain/sign-in/signed-in.ts';

const lastOf = (header: string | undefined) => header?.split(',').at(-1)?.trim();

/** The peer's address; behind a trusted proxy the one that the nearest proxy saw. */
export function readOrigin({ env }: Context, request: HonoContext): Origin {
  const forwarded = env.trustProxy ? lastOf(request.req.header('x-forwarded-for')) : undefined;
  return {
    address: forwarded ?? getConnInfo(request).remote.address ?? null,
    userAgent: request.req.header('user-agent')?.slice(0, 300) ?? null,
  };
}

/** Tells whether the browser speaks TLS with us or with the proxy in front. */
export function isSecure({ env }: Context, request: HonoContext): boolean {
  if (env.trustProxy) return lastOf(request.req.header('x-forwarded-proto')) === 'https';
  return env.tls !== null;
}

/** The origins under which this server may have been asked. */
export function ownOrigins(context: Context, request: HonoContext): string[] {
  const { env } = context;
  const host =
    (env.trustProxy && lastOf(request.req.header('x-forwarded-host'))) || request.req.header('host');
  const asked = host
    ? URL.parse(`${isSecure(context, request) ? 'https' : 'http'}://${host}`)?.origin
    : undefined;
  return [asked, env.publicUrl].filter((origin): origin is string => typeof origin === 'string');
}

/**
 * Refuses requests that a page of another site caused (OWASP CSRF Prevention, "Fetch Metadata" and "Verifying Origin").
 * Requests without either header don't come from a browser and carry nobody's cookies.
 * @throws ProblemError `cross_site`
 */
export function refuseCrossSite(context: Context, request: HonoContext): void {
  const site = request.req.header('sec-fetch-site');
  const origin = request.req.header('origin');
  const isOurs = origin === undefined || ownOrigins(context, request).includes(origin);
  if (site === undefined ? isOurs : site === 'same-origin' || site === 'none') return;
  throw new ProblemError('cross_site', 'Open Floorkey itself and do it there.');
}

// Where a request comes from: address, the URL that the browser used, and whether another site sent it.
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context as HonoContext } from 'hono';
import type { Context } from '../context.ts';
import { ProblemError } from '../domain/access/problem-error.ts';
import type { Origin } from '../domain/access/signed-in.ts';
import { readAddress } from '../network-address.ts';

const lastOf = (header: string | undefined) => header?.split(',').at(-1)?.trim();

/**
 * The peer's address; behind a trusted proxy the one that the nearest proxy saw. What such a proxy writes that is no
 * address counts as the proxy's own, so that nobody gets new tries by making words up.
 */
export function readOrigin({ env }: Context, request: HonoContext): Origin {
  const forwarded = env.trustProxy ? readAddress(lastOf(request.req.header('x-forwarded-for'))) : null;
  return {
    address: forwarded ?? readAddress(getConnInfo(request).remote.address),
    userAgent: request.req.header('user-agent')?.slice(0, 300) ?? null,
  };
}

/** What the browser speaks with us or with the proxy in front; `null` where the proxy does not say. */
function readScheme({ env }: Context, request: HonoContext): 'http' | 'https' | null {
  if (!env.trustProxy) return env.tls ? 'https' : 'http';
  const forwarded = lastOf(request.req.header('x-forwarded-proto'))?.toLowerCase();
  return forwarded === 'https' || forwarded === 'http' ? forwarded : null;
}

const isPublicSecure = ({ publicUrl }: Context) => publicUrl.startsWith('https:');

/** Tells whether the browser speaks TLS with us or with the proxy in front; where nobody says, PUBLIC_URL does. */
export function isOverTls(context: Context, request: HonoContext): boolean {
  return (readScheme(context, request) ?? (isPublicSecure(context) ? 'https' : 'http')) === 'https';
}

/**
 * Tells whether cookies are for TLS only: wherever people open https, whatever a proxy says of a single request or leaves
 * unsaid (OWASP ASVS 5.0, 3.3.1).
 */
export function areCookiesSecure(context: Context, request: HonoContext): boolean {
  return isPublicSecure(context) || isOverTls(context, request);
}

/** The host, with its port, that the browser asked for. */
export function readHost({ env }: Context, request: HonoContext): string | undefined {
  return (env.trustProxy && lastOf(request.req.header('x-forwarded-host'))) || request.req.header('host');
}

/** The origins under which this server may have been asked. */
export function ownOrigins(context: Context, request: HonoContext): string[] {
  const host = readHost(context, request);
  const asked = host
    ? URL.parse(`${isOverTls(context, request) ? 'https' : 'http'}://${host}`)?.origin
    : undefined;
  return [asked, context.env.publicUrl].filter((origin): origin is string => typeof origin === 'string');
}

/** Only a proxy sends these, so a request that carries one is a stranger's, wherever its connection comes from. */
const proxyHeaders = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  'cf-connecting-ip',
] as const;

const loopbackPeer = /^(127\.|::1$)/;
export const localHost = /^(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?$/i;

/**
 * Tells whether a request was made on this machine, by its name for itself. A proxy that adds nothing and calls us
 * "localhost" can't be told from that.
 */
export function isFromThisMachine(request: HonoContext): boolean {
  return (
    loopbackPeer.test(readAddress(getConnInfo(request).remote.address) ?? '') &&
    localHost.test(request.req.header('host') ?? '') &&
    proxyHeaders.every((name) => request.req.header(name) === undefined)
  );
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

// The security headers of every answer, and the content security policy of pages.
import type { Context as HonoContext } from 'hono';
import type { Context } from '../context.ts';
import { isOverTls, localHost, readHost } from './request-source.ts';

const pagePolicy = [
  "default-src 'none'",
  // WebAssembly is what hashes a PIN while the server is away; scripts out of text stay forbidden.
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types floorkey-worker',
].join('; ');

/** The provider, and the page on which the sign-in to an app goes on. */
const signInOfApp = /^\/(o|open-app)\//;

const apiPolicy = "default-src 'none'; frame-ancestors 'none'";

/** What lies below the host that people open is bound, too (OWASP ASVS 5.0, 3.4.1); what lies below another name is not ours to bind. */
function coverSubdomains(context: Context, request: HonoContext): string {
  const { protocol, host } = new URL(context.publicUrl);
  return protocol === 'https:' && readHost(context, request) === host ? '; includeSubDomains' : '';
}

/** Sets the headers (OWASP Secure Headers); HSTS only where the browser speaks TLS. */
export function setSecurityHeaders(context: Context, request: HonoContext): void {
  const isApi = request.req.path.startsWith('/api/');
  request.header('content-security-policy', isApi ? apiPolicy : pagePolicy);
  request.header('x-content-type-options', 'nosniff');
  request.header('x-frame-options', 'DENY');
  request.header('referrer-policy', 'no-referrer');
  request.header('cross-origin-resource-policy', 'same-origin');
  request.header('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()');
  const secure = isOverTls(context, request);
  // Over plain http browsers refuse it, with an error in their console; localhost counts as secure.
  if (secure || localHost.test(request.req.header('host') ?? '')) {
    // Windows of apps stay within reach of the home that opened them, which closes them at the lock. A policy of its own on the
    // way through a sign-in would cut that.
    if (!signInOfApp.test(request.req.path))
      request.header('cross-origin-opener-policy', 'same-origin-allow-popups');
  }
  if (secure)
    request.header('strict-transport-security', `max-age=31536000${coverSubdomains(context, request)}`);
}

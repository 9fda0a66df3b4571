// The cookie of an account session.
import type { Context as HonoContext } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Context } from '../context.ts';
import { cookieMaxAgeSeconds } from '../domain/sign-in/account-session.ts';
import { areCookiesSecure } from './request-source.ts';

const baseName = 'floorkey';

// `__Host-` needs Secure, which browsers refuse to store over plain http.
const nameOf = (secure: boolean) => (secure ? `__Host-${baseName}` : baseName);

/** The session token that a request carries. */
export function readSessionCookie(context: Context, request: HonoContext): string | undefined {
  return getCookie(request, nameOf(areCookiesSecure(context, request)));
}

/** Sets or, with `null`, deletes the cookie (OWASP Session Management, "Cookies"). */
export function writeSessionCookie(context: Context, request: HonoContext, token: string | null): void {
  const secure = areCookiesSecure(context, request);
  setCookie(request, nameOf(secure), token ?? '', {
    httpOnly: true,
    secure,
    sameSite: 'Lax',
    path: '/',
    maxAge: token ? cookieMaxAgeSeconds : 0,
  });
}

// The code of a one-time link: found however a mail program has bent it, taken out of the address, and kept in this page's memory alone.
import { useEffect, useState } from 'react';

/** The pages that a link opens. */
const linkPages = [
  '/invite',
  '/reset-password',
  '/confirm-email',
  '/stop-email-change',
  '/sign-up',
  '/setup',
] as const;

let kept: { path: string; code: string } | null = null;

/** As `crypto/tokens.ts` on the server makes them. What follows the last character is not the code’s. */
const form = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})/i;

/** Takes back what mail programs do to a text: escapes (also of escapes), entities, soft breaks, invisible characters, typeset hyphens. */
function unbend(text: string): string {
  const fromHex = (hex: string) => String.fromCharCode(Number.parseInt(hex, 16));
  return text
    .replaceAll(/%(?:25)*([0-7][0-9a-f])/gi, (_, hex: string) => fromHex(hex))
    .replaceAll(/&#x([0-7][0-9a-f]);/gi, (_, hex: string) => fromHex(hex))
    .replaceAll(/&#([0-9]{2,3});/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replaceAll(/[\u2010-\u2013\u2212]/gu, '-')
    .replaceAll(/\n>+|[=\s\p{Cf}]/gu, '');
}

/** Finds a code in a text: an address, the code alone, or a whole mail. @returns `null` where there is none */
export function findCode(text: string): string | null {
  const [, id, secret] = form.exec(unbend(text)) ?? [];
  return id && secret ? `${id.toLowerCase()}.${secret}` : null;
}

/** The page that a path means, also with something behind it that does not belong there; `null` when it means none. */
export function findLinkPage(path: string): string | null {
  return linkPages.find((page) => new RegExp(`^${page}(?![\\w-])`, 'i').test(path)) ?? null;
}

/**
 * Reads the code out of the address, where `#code=…` keeps it from servers, and removes it from the address bar and the
 * history entry, so that nobody reads it over a shoulder or out of the history. A code belongs to the page that it
 * came with.
 * @returns the code, also when asked again later; `null` when this page was opened without one
 */
export function takeLinkCode(): string | null {
  const path = findLinkPage(location.pathname) ?? location.pathname;
  const given = new URLSearchParams(location.hash.slice(1)).get('code')?.trim();
  const code = findCode(location.href) ?? given;
  if (code !== undefined) {
    kept = code === '' ? null : { path, code };
    history.replaceState(history.state, '', path + (findCode(location.search) ? '' : location.search));
  }
  return kept?.path === path ? kept.code : null;
}

/**
 * Keeps the code in what somebody has typed or pasted, for the page of the link in it, or for this one.
 * @returns the page; `null` where there is no code in it
 */
export function keepTypedCode(text: string): string | null {
  const code = findCode(text);
  if (code === null) return null;
  const path =
    linkPages.find((page) => new RegExp(`${page}#code`, 'i').test(unbend(text))) ??
    findLinkPage(location.pathname) ??
    location.pathname;
  kept = { path, code };
  return path;
}

/** Forgets the code once it is spent. */
export function forgetLinkCode(): void {
  kept = null;
}

/** The code in the address, also when another link is opened in the same tab, or its code typed. */
export function useLinkCode(): string | null {
  const [code, setCode] = useState(takeLinkCode);
  useEffect(() => {
    const follow = () => setCode(takeLinkCode());
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return code;
}

// The code of a one-time link: taken out of the address, and kept in this page's memory alone.
import { useEffect, useState } from 'react';

let kept: { path: string; code: string } | null = null;

/**
 * Reads the code from the fragment (`#code=…`), which browsers don't send to servers, and removes it from the address bar
 * and the history entry, so that nobody reads it over a shoulder or out of the history. A code belongs to the path that it
 * came with.
 * @returns the code, also when asked again later; `null` when this page was opened without one
 */
export function takeLinkCode(): string | null {
  const path = location.pathname;
  const code = new URLSearchParams(location.hash.slice(1)).get('code')?.trim();
  if (code !== undefined) {
    kept = code === '' ? null : { path, code };
    history.replaceState(history.state, '', path + location.search);
  }
  return kept?.path === path ? kept.code : null;
}

/** Forgets the code once it is spent. */
export function forgetLinkCode(): void {
  kept = null;
}

/** The code in the address, also when another link is opened in the same tab. */
export function useLinkCode(): string | null {
  const [code, setCode] = useState(takeLinkCode);
  useEffect(() => {
    const follow = () => setCode(takeLinkCode());
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return code;
}

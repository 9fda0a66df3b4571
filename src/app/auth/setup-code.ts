// The code of the one-time set-up link: taken out of the address, and kept in this page's memory alone.
let kept: string | null = null;

/**
 * Reads the code from the fragment (`#code=…`), which browsers don't send to servers, and removes it from the address bar
 * and the history entry, so that nobody reads it over a shoulder or out of the history.
 * @returns the code, also when asked again later; `null` when this page was opened without one
 */
export function takeSetupCode(): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  if (code !== null) {
    kept = code.trim() || null;
    history.replaceState(history.state, '', location.pathname + location.search);
  }
  return kept;
}

/** Forgets the code once it is spent. */
export function forgetSetupCode(): void {
  kept = null;
}

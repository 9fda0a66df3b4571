// Notes that an account session was left open in this browser, so that a shared tablet can end it.
import { signOut } from '../../contract/endpoints/session.ts';
import { callAccount, isProblem } from './api.ts';
import { readStored, store } from './site-storage.ts';

// Only that there is one, and since when, never whose: the cookie itself can't be read by a page.
export const accountMark = 'floorkey-account-open';

/** Tells whether somebody signed in with an account here and did not sign out. */
export function isAccountOpen(): boolean {
  return readStored('localStorage', accountMark) !== null;
}

/** Notes that an account session began. */
export function noteAccountOpen(): void {
  store('localStorage', accountMark, String(Date.now()));
}

/** Notes that no account session is open any more. */
export function noteAccountClosed(): void {
  store('localStorage', accountMark, null);
}

/**
 * Ends the account session of this browser, at the server, too.
 * @param headers may say whose it must be
 * @throws Unreachable while the server may still keep it
 */
export async function closeAccount(headers: Readonly<Record<string, string>> = {}): Promise<void> {
  try {
    await callAccount(signOut, {}, { headers });
  } catch (error) {
    if (!isProblem(error, 'not_signed_in')) throw error;
  }
  noteAccountClosed();
}

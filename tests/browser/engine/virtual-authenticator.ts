// A passkey provider inside Chromium, played by its DevTools: no finger is needed, and it can be told to refuse.
import type { ChromiumPage } from './chromium-engine.ts';

export type VirtualAuthenticator = {
  /** Whether it verifies its person from now on; when not, it refuses. */
  setVerified(verified: boolean): Promise<void>;
  /** How many passkeys it holds. */
  count(): Promise<number>;
};

/** Gives a page an authenticator like a tablet's or a phone's own, which verifies its person at once. */
export async function addVirtualAuthenticator({ devtools }: ChromiumPage): Promise<VirtualAuthenticator> {
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    setVerified: async (isUserVerified) => {
      await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    count: async () =>
      (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
  };
}

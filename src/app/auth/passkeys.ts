// The browser's side of passkeys: making one, and signing with one what the server asks for.
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';
import { queryOptions } from '@tanstack/react-query';
import {
  listPasskeys,
  type NewPasskey,
  type PasskeyAnswer,
  type PasskeyCreation,
  type PasskeyRequest,
} from '../../contract/endpoints/passkeys.ts';
import { ToldFailure } from '../ui/admin/failure-notice.tsx';
import { GivenUp } from '../ui/admin/use-form.ts';
import { callSignedIn } from './account-session.ts';

// A passkey is bound to a name; no browser makes one for a bare address.
const bareAddress = /^[\d.]+$|^\[/;

/** Whether this browser can use passkeys at this address; where it can't, nothing offers them. */
export function canUsePasskeys(): boolean {
  return browserSupportsWebAuthn() && !bareAddress.test(location.hostname);
}

/** One's own passkeys. */
export const ownPasskeysQuery = queryOptions({
  queryKey: ['own-passkeys'],
  queryFn: async ({ signal }) => (await callSignedIn(listPasskeys, {}, { signal })).passkeys,
});

const wordsOf: Readonly<Record<string, string>> = {
  InvalidStateError:
    'This device already has a passkey for your account. Use that one, or choose another device.',
  ConstraintError:
    'This device can’t keep a passkey. It needs a screen lock or a fingerprint, or a security key with a PIN.',
  NotSupportedError: 'This device can’t keep a passkey. Try another one, or a security key.',
  SecurityError: 'Passkeys don’t work at this address. Open Floorkey at the address in its emails.',
};

/** Puts the browser's refusal into words. A person who cancels and one who has no passkey look the same to a page, on purpose. */
function explain(error: unknown, refused: string): Error {
  const name = error instanceof Error ? error.name : '';
  // Another request of this page took its place.
  if (name === 'AbortError') return new GivenUp('Another request took its place.');
  return new ToldFailure(wordsOf[name] ?? refused, { cause: error });
}

/**
 * Has the browser sign a request with a passkey that the person chooses.
 * @param otherwise what they can do who have none here, as it ends a sentence
 * @throws ToldFailure with what happened and what to do next
 */
export async function signWithPasskey(
  { allowCredentials, ...request }: PasskeyRequest,
  otherwise: string,
): Promise<PasskeyAnswer> {
  const optionsJSON = { ...request, ...(allowCredentials ? { allowCredentials } : {}) };
  const { id, response } = await startAuthentication({ optionsJSON }).catch((error: unknown) => {
    throw explain(
      error,
      `No passkey was used. It was cancelled, took too long, or there is none for you here. Try again, or ${otherwise}.`,
    );
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  return {
    credentialId: id,
    clientDataJSON,
    authenticatorData,
    signature,
    ...(userHandle ? { userHandle } : {}),
  };
}

/** Has the browser make a passkey. @throws ToldFailure with what happened and what to do next */
export async function makePasskey(creation: PasskeyCreation): Promise<NewPasskey> {
  const { id, response } = await startRegistration({ optionsJSON: creation }).catch((error: unknown) => {
    throw explain(error, 'No passkey was created. It was cancelled, or took too long. Try again.');
  });
  const { clientDataJSON, attestationObject, transports = [] } = response;
  return { credentialId: id, clientDataJSON, attestationObject, transports };
}

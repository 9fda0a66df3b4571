// What a passkey signed: made for this server, for this purpose, by somebody whom the authenticator has verified.
import { createHash } from 'node:crypto';
import type { NewPasskey, PasskeyAnswer } from '../../../contract/endpoints/passkeys.ts';
import type { Context } from '../../context.ts';
import { type ChallengePurpose, challengeMs, isOpenChallenge } from '../../crypto/passkey-challenges.ts';
import type { Queries } from '../../database/database.ts';
import { type passkeys, usedProofs } from '../../database/schema.ts';
import { ProblemError } from '../access/problem-error.ts';

// A quarter of a second and 26 MB, which a start without passkeys does not pay.
export const loadWebAuthn = () => import('@simplewebauthn/server');

/** EdDSA, ES256, RS256 (IANA COSE Algorithms): what every process can check, whatever its Node can do besides. */
export const algorithms = [-8, -7, -257];

/** Whom passkeys are made for: the host of the public address, never of a request. */
export function relyingParty({ publicUrl }: Pick<Context, 'publicUrl'>): { id: string; origin: string } {
  return { id: new URL(publicUrl).hostname, origin: publicUrl };
}

/** The id under which authenticators know a user: that of the user, which is random. */
export function userHandle(userId: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(userId.replaceAll('-', ''), 'hex'));
}

/** The refusal of a passkey; it tells not which check it failed, nor whether anybody has it. */
export function passkeyRefused(): ProblemError {
  return new ProblemError(
    'passkey_refused',
    'This passkey doesn’t work here, or it took too long. Try again, or use your password.',
  );
}

/**
 * Uses a challenge up in the transaction of what it is for: of two at once exactly one gets through. An answer that is
 * refused afterwards has proven nothing and leaves it as it was.
 * @throws ProblemError `passkey_expired` when it is not open, was used before, or made for something or somebody else
 */
async function spendChallenge(
  { keys, clock }: Context,
  tx: Queries,
  challenge: string,
  bound: ChallengePurpose,
): Promise<true> {
  const now = clock();
  if (isOpenChallenge(keys.passkeyChallenge, challenge, bound, now)) {
    const hash = createHash('sha256').update(`passkey ${challenge}`).digest();
    const expiresAt = new Date(now.getTime() + 2 * challengeMs);
    const { rowCount } = await tx.insert(usedProofs).values({ hash, expiresAt }).onConflictDoNothing();
    if (rowCount === 1) return true;
  }
  throw new ProblemError('passkey_expired', 'That took too long, or was used before. Start again.');
}

/** The library says by an error what is not right; only the challenge's refusal is for the user. */
function refuse(context: Context, error: unknown): never {
  if (error instanceof ProblemError) throw error;
  context.log.info(
    { reason: error instanceof Error ? error.message : String(error) },
    'a passkey was refused',
  );
  throw passkeyRefused();
}

/**
 * Checks a passkey that was just made.
 * @returns what is to be stored of it
 * @throws ProblemError `passkey_refused`, `passkey_expired`
 */
export async function verifyNewPasskey(
  context: Context,
  tx: Queries,
  { credentialId, clientDataJSON, attestationObject, transports }: NewPasskey,
  bound: ChallengePurpose,
): Promise<Pick<typeof passkeys.$inferInsert, 'credentialId' | 'publicKey' | 'counter' | 'transports'>> {
  const { verifyRegistrationResponse } = await loadWebAuthn();
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty(context);
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: {
      id: credentialId,
      rawId: credentialId,
      type: 'public-key',
      response: { clientDataJSON, attestationObject },
      clientExtensionResults: {},
    },
    expectedChallenge: (challenge) => spendChallenge(context, tx, challenge, bound),
    expectedOrigin,
    expectedRPID,
    requireUserVerification: true,
    supportedAlgorithmIDs: algorithms,
  }).catch((error: unknown) => refuse(context, error));
  if (!verified || registrationInfo.credential.id !== credentialId) throw passkeyRefused();
  const { id, publicKey, counter } = registrationInfo.credential;
  return {
    credentialId: Buffer.from(id, 'base64url'),
    publicKey: Buffer.from(publicKey),
    counter,
    transports,
  };
}

/**
 * Checks what a stored passkey signed. A counter that did not go up is refused where there is one: the authenticator
 * may have been copied (WebAuthn Level 3, section 6.1.1).
 * @returns the counter as it is from then on
 * @throws ProblemError `passkey_refused`, `passkey_expired`
 */
export async function verifyPasskeyAnswer(
  context: Context,
  tx: Queries,
  { credentialId: id, clientDataJSON, authenticatorData, signature }: PasskeyAnswer,
  { publicKey, counter }: Pick<typeof passkeys.$inferSelect, 'publicKey' | 'counter'>,
  bound: ChallengePurpose,
): Promise<number> {
  const { verifyAuthenticationResponse } = await loadWebAuthn();
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty(context);
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: {
      id,
      rawId: id,
      type: 'public-key',
      response: { clientDataJSON, authenticatorData, signature },
      clientExtensionResults: {},
    },
    expectedChallenge: (challenge) => spendChallenge(context, tx, challenge, bound),
    expectedOrigin,
    expectedRPID,
    credential: { id, publicKey: new Uint8Array(publicKey), counter },
    requireUserVerification: true,
  }).catch((error: unknown) => refuse(context, error));
  if (!verified) throw passkeyRefused();
  return authenticationInfo.newCounter;
}

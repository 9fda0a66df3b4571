// Which device sends a request: its token, and the proof that it holds its key (RFC 9449).

import { createHash } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import * as z from 'zod';
import type { Context } from '../../context.ts';
import { type ProofKey, readProofKey } from '../../crypto/proof-keys.ts';
import { isFreshNonce, nonceMinutes } from '../../crypto/proof-nonces.ts';
import { isSecretOf, parseToken } from '../../crypto/tokens.ts';
import { buildOnce } from '../../database/database.ts';
import { devices, organizations, usedProofs } from '../../database/schema.ts';
import { ProblemError } from './problem-error.ts';
import { proveRevocation } from './prove-revocation.ts';
import { refuseTwoPlaces } from './two-places.ts';

export type KnownDevice = Pick<
  typeof devices.$inferSelect,
  | 'id'
  | 'organizationId'
  | 'unitId'
  | 'name'
  | 'publicKey'
  | 'thumbprint'
  | 'formerKeys'
  | 'authorizedAt'
  | 'scope'
  | 'syncMarks'
  | 'twoPlacesAt'
  | 'revokedAt'
  | 'refusedAt'
  | 'revocation'
  | 'remoteWipe'
  | 'wipedAt'
  | 'pinPausedUntil'
> &
  Pick<typeof organizations.$inferSelect, 'signInStyle' | 'pinSalt'>;

/** What a proof is checked against. */
export type ProofRequest = {
  proof: string | undefined;
  method: string;
  /** The addresses under which this request may have been made, without query. */
  urls: readonly string[];
};

const claimsSchema = z.object({
  jti: z.string().min(16).max(200),
  htm: z.string(),
  htu: z.string(),
  nonce: z.string().optional(),
  ath: z.string().optional(),
});

const invalid = () =>
  new ProblemError('proof_invalid', 'The device’s key could not be verified. Reload the page and try again.');

/**
 * Verifies a proof's signature, form, method, address, nonce and token hash (RFC 9449, section 4.3). The tablet's
 * clock is not asked: the nonce says that the proof is fresh (section 11.1, pre-generation).
 * Not yet verified: that the key is the one of the device, and that the proof was not used before (`spendProof`).
 * @returns the public key, its RFC 7638 thumbprint, and the proof's id
 * @throws ProblemError `proof_invalid`, `use_dpop_nonce`
 */
export async function verifyProof(
  { keys, clock }: Context,
  { proof, method, urls }: ProofRequest,
  token: string | null,
): Promise<Omit<ProofKey, 'key'> & { jti: string }> {
  if (!proof || proof.length > 4096) throw invalid();
  const read = async () => {
    const { publicKey, thumbprint, key } = await readProofKey(decodeProtectedHeader(proof).jwk);
    const { payload } = await jwtVerify(proof, key, {
      typ: 'dpop+jwt',
      algorithms: ['ES256'],
      // `iat` must be there, and only that: see above about the clock.
      requiredClaims: ['iat'],
    });
    return { publicKey, thumbprint, ...claimsSchema.parse(payload) };
  };
  const { publicKey, thumbprint, htm, htu, nonce, ath, jti } = await read().catch(() => {
    throw invalid();
  });
  if (htm !== method || !urls.includes(htu)) throw invalid();
  if (!nonce || !isFreshNonce(keys.proofNonce, nonce, clock())) {
    throw new ProblemError('use_dpop_nonce', 'Send the proof again with the nonce in this response.');
  }
  if (token !== null && ath !== createHash('sha256').update(token).digest('base64url')) throw invalid();
  return { publicKey, thumbprint, jti };
}

/** What is kept of a proof, until no nonce that it could hold is taken any more. */
function usedProof({ clock }: Pick<Context, 'clock'>, thumbprint: string, jti: string) {
  return {
    hash: createHash('sha256').update(`${thumbprint} ${jti}`).digest(),
    expiresAt: new Date(clock().getTime() + (nonceMinutes + 2) * 60_000),
  };
}

const replayed = () =>
  new ProblemError('proof_replayed', 'This request was sent before. Send it again with a new proof.');

/** Spends a proof. @throws ProblemError `proof_replayed` when it was used before */
export async function spendProof(context: Context, thumbprint: string, jti: string): Promise<void> {
  const { rowCount } = await context.database.lookUp
    .insert(usedProofs)
    .values(usedProof(context, thumbprint, jti))
    .onConflictDoNothing()
    .prepare('spend_proof')
    .execute();
  if (rowCount === 0) throw replayed();
}

// The proof is spent with the look-up, but only one by the device's own key: strangers must not fill the table of used proofs.
const findDevice = buildOnce((queries) => {
  const spent = queries.$with('spent').as(
    queries
      .insert(usedProofs)
      .select(
        sql`select ${sql.placeholder('hash')}::bytea, ${sql.placeholder('expiresAt')}::timestamptz from ${devices}
          where ${devices.id} = ${sql.placeholder('id')} and ${devices.thumbprint} = ${sql.placeholder('thumbprint')}`,
      )
      .onConflictDoNothing()
      .returning({ hash: usedProofs.hash }),
  );
  return queries
    .with(spent)
    .select({
      id: devices.id,
      organizationId: devices.organizationId,
      unitId: devices.unitId,
      name: devices.name,
      secretHash: devices.secretHash,
      publicKey: devices.publicKey,
      thumbprint: devices.thumbprint,
      formerKeys: devices.formerKeys,
      authorizedAt: devices.authorizedAt,
      scope: devices.scope,
      syncMarks: devices.syncMarks,
      twoPlacesAt: devices.twoPlacesAt,
      revokedAt: devices.revokedAt,
      refusedAt: devices.refusedAt,
      revocation: devices.revocation,
      remoteWipe: devices.remoteWipe,
      wipedAt: devices.wipedAt,
      pinPausedUntil: devices.pinPausedUntil,
      signInStyle: organizations.signInStyle,
      pinSalt: organizations.pinSalt,
      isSpent: sql<boolean>`exists (select from ${spent})`,
    })
    .from(devices)
    .innerJoin(organizations, eq(organizations.id, devices.organizationId))
    .where(eq(devices.id, sql.placeholder('id')))
    .prepare('identify_device');
});

/**
 * The device that a token and a proof belong to; revoked devices are found, too.
 * Not yet verified: that the device is not revoked (`requireInForce`).
 * @throws ProblemError `device_unknown`, `proof_invalid`, `proof_replayed`, `use_dpop_nonce`
 */
export async function identifyDevice(
  context: Context,
  token: string,
  request: ProofRequest,
): Promise<KnownDevice> {
  const unknown = new ProblemError(
    'device_unknown',
    'This device is not authorized. An admin can authorize it again.',
  );
  const parsed = parseToken(token);
  if (!parsed) throw unknown;
  const { thumbprint, jti } = await verifyProof(context, request, token);
  const [row] = await findDevice(context.database.lookUp).execute({
    id: parsed.id,
    thumbprint,
    ...usedProof(context, thumbprint, jti),
  });
  if (!row || !isSecretOf(parsed.secret, row.secretHash)) throw unknown;
  const { isSpent, secretHash, ...device } = row;
  if (device.thumbprint !== thumbprint) throw invalid();
  if (!isSpent) throw replayed();
  return device;
}

/** How long a revoked device has, from its first refusal, to send what it noted and to wipe itself, in milliseconds. */
export const ownWipeMs = 60_000;

/**
 * Refuses a revoked device, with the signed statement by which alone it wipes itself. Its first refusals let it send its
 * unsent events and its receipt. One that comes back later is wiped by its browser, too (W3C Clear Site Data, section 3.1),
 * but only where it can check the statement itself, and not after its receipt: its browser may hold a new link by then.
 * @throws ProblemError `device_revoked`; `device_in_two_places` for one that is paused, also in the place where it belongs
 */
export async function requireInForce(context: Context, device: KnownDevice): Promise<void> {
  const { database, clock } = context;
  if (!device.revokedAt) return device.twoPlacesAt ? refuseTwoPlaces() : undefined;
  const now = clock();
  if (!device.refusedAt) {
    await database.lookUp.update(devices).set({ refusedAt: now }).where(eq(devices.id, device.id));
  }
  const isLate = now.getTime() - (device.refusedAt ?? now).getTime() >= ownWipeMs;
  const clearStorage = isLate && device.remoteWipe === 'works' && !device.wipedAt;
  throw new ProblemError('device_revoked', 'This device was revoked. An admin can authorize it again.', {
    clearStorage,
    revocation: await proveRevocation(context, { ...device, revokedAt: device.revokedAt }),
  });
}

// The keys that live outside the database: where the secret comes from and what is derived from it.
import { hkdfSync, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WrongSetting } from '../env.ts';
import { deriveScalar } from './derived-pair.ts';

export type SecretKeys = {
  /** Seals what a PIN was hashed to. */
  pinSealing: Buffer;
  /** Finds the user of a PIN without opening what is sealed. */
  pinLookup: Buffer;
  /** Seals what is kept for a moment: mails with links, files of users that are being read. */
  momentary: Buffer;
  /** The private scalar (P-256) to which tablets seal the proofs of offline sign-ins. */
  offlineProof: Buffer;
  /** From which the key comes by which each organization signs revocations. */
  organizationSigning: Buffer;
  /** Signs the nonces for proofs of device keys. */
  proofNonce: Buffer;
  /** Signs the challenges for passkeys. */
  passkeyChallenge: Buffer;
  /** Seals the keys by which organizations sign people in to apps. */
  appSigning: Buffer;
  /** Shows that this is the key which the database was filled with. */
  keyCheck: Buffer;
};

/** Derives one key for each purpose (HKDF with SHA-256, RFC 5869). */
export function deriveKeys(secret: string): SecretKeys {
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', secret, '', `floorkey ${purpose} v1`, 32));
  return {
    pinSealing: derive('pin sealing'),
    pinLookup: derive('pin lookup'),
    momentary: derive('momentary sealing'),
    offlineProof: deriveScalar((round) => derive(`offline proof ${round}`)),
    organizationSigning: derive('organization signing'),
    proofNonce: derive('proof nonce'),
    passkeyChallenge: derive('passkey challenge'),
    appSigning: derive('app signing'),
    keyCheck: derive('key check'),
  };
}

/** Where the secret stands when the environment doesn't give it. */
export function secretKeyFile(dataDir: string): string {
  return join(dataDir, 'secret.key');
}

const readSecret = async (file: string) => (await readFile(file, 'utf8')).trim();

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/**
 * The secret: from the environment, else from its file, which the first start makes (256 random bits, mode 0600).
 * @throws WrongSetting when the file is there and holds no secret
 */
export async function loadSecret(given: string | null, dataDir: string): Promise<string> {
  if (given) return given;
  const file = secretKeyFile(dataDir);
  await mkdir(dataDir, { recursive: true });
  const secret = await readSecret(file).catch(async (error: unknown) => {
    if (!isMissing(error)) throw error;
    // Written aside and linked into place, so that of two starts at once both end with the same key.
    const draft = `${file}.${process.pid}`;
    await writeFile(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true });
    await link(draft, file).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
    await unlink(draft);
    return readSecret(file);
  });
  if (!/^[A-Za-z0-9_-]{43,}$/.test(secret)) {
    throw new WrongSetting(`${file} holds no secret key: put the file back from your backup.`);
  }
  return secret;
}

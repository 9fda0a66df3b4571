// Whether a server has proven that this device is revoked: only what the organization signed makes a tablet wipe itself.
import type { PublicKey } from '../../contract/public-key.ts';
import { revocationSchema, revocationType } from '../../contract/revocation.ts';
import type { DeviceRecord } from '../store/database.ts';
import { fromBase64Url, hashText } from '../store/sign-jws.ts';

/** The RFC 7638 thumbprint of a public key. */
export function thumbprintOf({ crv, kty, x, y }: PublicKey): Promise<string> {
  return hashText(JSON.stringify({ crv, kty, x, y }));
}

function readPart(part: string): unknown {
  return JSON.parse(new TextDecoder().decode(fromBase64Url(part)));
}

async function verify(device: DeviceRecord, pinned: PublicKey, statement: string): Promise<boolean> {
  const [header = '', payload = '', signature = ''] = statement.split('.');
  const named = readPart(header);
  const isRevocation =
    typeof named === 'object' &&
    named !== null &&
    'typ' in named &&
    named.typ === revocationType &&
    'alg' in named &&
    named.alg === 'ES256';
  if (!isRevocation) return false;
  const { deviceId, keyThumbprint, authorizedAt } = revocationSchema.parse(readPart(payload));
  if (device.authorizedAt !== undefined && authorizedAt !== device.authorizedAt) return false;
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', device.keys.publicKey);
  if (deviceId !== device.id || keyThumbprint !== (await thumbprintOf({ kty: 'EC', crv: 'P-256', x, y })))
    return false;
  const curve = { name: 'ECDSA', namedCurve: 'P-256' };
  const key = await crypto.subtle.importKey('jwk', pinned, curve, false, ['verify']);
  const signed = new TextEncoder().encode(`${header}.${payload}`);
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, fromBase64Url(signature), signed);
}

/**
 * Checks a statement (compact JWS, RFC 7515, ES256) with the key that was pinned at the link: that it is a revocation, of this
 * device and of this very link. A tablet that has pinned none yet believes none.
 */
export async function provesRevocation(
  device: DeviceRecord,
  statement: string | undefined,
): Promise<boolean> {
  const { organizationKey } = device;
  if (!organizationKey || !statement) return false;
  return verify(device, organizationKey, statement).catch(() => false);
}

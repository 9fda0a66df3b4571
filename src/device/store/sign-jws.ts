// Compact JWS signed with the device key (RFC 7515, ES256), by which the tablet says something that can be checked later.
import { type DeviceKeys, withKey } from './device-key.ts';

export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/** @throws DOMException where it is none */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
}

const encoder = new TextEncoder();
const encodeJson = (value: unknown) => toBase64Url(encoder.encode(JSON.stringify(value)));

/** SHA-256 of a text in base64url. */
export async function hashText(text: string): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text))));
}

/**
 * @param header what it holds besides `alg`; `typ` keeps one kind of signature from passing for another
 * @throws StorageFailure where the key is lost
 */
export async function signJws(
  keys: DeviceKeys,
  header: { readonly typ: string } & Readonly<Record<string, unknown>>,
  payload: unknown,
): Promise<string> {
  const signed = `${encodeJson({ alg: 'ES256', ...header })}.${encodeJson(payload)}`;
  const signature = await withKey(() =>
    crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, keys.privateKey, encoder.encode(signed)),
  );
  return `${signed}.${toBase64Url(new Uint8Array(signature))}`;
}

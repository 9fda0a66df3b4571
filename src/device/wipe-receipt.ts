// The signed receipt by which a tablet says that it wipes itself.
import { sendWipeReceipt as receiptEndpoint } from '../contract/endpoints/device.ts';
import { type WipeReceipt, wipeReceiptType } from '../contract/wipe-receipt.ts';
import { ApiProblem } from './api-problem.ts';
import { appVersion } from './app-version.ts';
import { callAsDevice } from './call-as-device.ts';
import type { DeviceRecord } from './database.ts';
import type { DeviceKeys } from './device-key.ts';

const tries = 3;
const millisecondsPerTry = 3000;

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

const encodeJson = (value: unknown) => toBase64Url(new TextEncoder().encode(JSON.stringify(value)));

/**
 * Signs a receipt as a compact JWS (RFC 7515, ES256). Its header carries the public key, whose thumbprint the
 * server knows, so that the receipt can be checked by itself.
 */
export async function signWipeReceipt(keys: DeviceKeys, receipt: WipeReceipt): Promise<string> {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', keys.publicKey);
  const header = { typ: wipeReceiptType, alg: 'ES256', jwk: { kty, crv, x, y } };
  const signed = `${encodeJson(header)}.${encodeJson(receipt)}`;
  const signature = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    keys.privateKey,
    new TextEncoder().encode(signed),
  );
  return `${signed}.${toBase64Url(new Uint8Array(signature))}`;
}

/**
 * Signs and sends the receipt, a few times where the server can't be reached.
 * @returns whether the server took it
 */
export async function sendWipeReceipt(device: DeviceRecord, wipedAt: number): Promise<boolean> {
  const receipt = await signWipeReceipt(device.keys, {
    deviceId: device.id,
    wipedAt,
    appVersion,
    unsentEvents: 0,
  });
  for (let attempt = 0; attempt < tries; attempt++) {
    try {
      await callAsDevice(
        device,
        receiptEndpoint,
        { body: { receipt } },
        { keepalive: true, milliseconds: millisecondsPerTry },
      );
      return true;
    } catch (error) {
      if (error instanceof ApiProblem && error.status < 500) return false;
    }
  }
  return false;
}

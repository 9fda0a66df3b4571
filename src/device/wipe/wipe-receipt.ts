// The signed receipt by which a tablet says that it wipes itself.
import { sendWipeReceipt as receiptEndpoint } from '../../contract/endpoints/device.ts';
import { type WipeReceipt, wipeReceiptType } from '../../contract/wipe-receipt.ts';
import { ApiProblem } from '../calls/api-problem.ts';
import { appVersion } from '../calls/app-version.ts';
import { callAsDevice } from '../calls/call-as-device.ts';
import type { DeviceRecord } from '../store/database.ts';
import type { DeviceKeys } from '../store/device-key.ts';
import { signJws } from '../store/sign-jws.ts';

const tries = 3;
const millisecondsPerTry = 3000;

/**
 * Signs a receipt as a compact JWS (RFC 7515, ES256). Its header carries the public key, whose thumbprint the
 * server knows, so that the receipt can be checked by itself.
 */
export async function signWipeReceipt(keys: DeviceKeys, receipt: WipeReceipt): Promise<string> {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', keys.publicKey);
  return signJws(keys, { typ: wipeReceiptType, jwk: { kty, crv, x, y } }, receipt);
}

/**
 * Signs and sends the receipt, a few times where the server can't be reached.
 * @returns whether the server took it
 */
export async function sendWipeReceipt(
  device: DeviceRecord,
  wipedAt: number,
  unsentEvents: number,
): Promise<boolean> {
  const receipt = await signWipeReceipt(device.keys, {
    deviceId: device.id,
    wipedAt,
    appVersion,
    unsentEvents,
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

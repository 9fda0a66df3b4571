// The receipt by which a tablet says that it wipes itself.
import { calculateJwkThumbprint, compactVerify, decodeProtectedHeader, importJWK } from 'jose';
import { expect, it } from 'vitest';
import { wipeReceiptSchema, wipeReceiptType } from '../../src/contract/wipe-receipt.ts';
import { makeDeviceKeys } from '../../src/device/store/device-key.ts';
import { signWipeReceipt } from '../../src/device/wipe/wipe-receipt.ts';

const receipt = {
  deviceId: '2f1c7a52-6a0e-4d0c-9d53-0d6f4b1f3a77',
  wipedAt: 1_893_456_000_000,
  appVersion: '1.2.3',
  unsentEvents: 0,
};

it('is signed by the device key, under a type that no proof has', async () => {
  const keys = await makeDeviceKeys();
  const jws = await signWipeReceipt(keys, receipt);
  const { jwk } = decodeProtectedHeader(jws);
  const ownJwk = await crypto.subtle.exportKey('jwk', keys.publicKey);
  expect(await calculateJwkThumbprint(jwk ?? {})).toBe(
    await calculateJwkThumbprint({ kty: 'EC', ...ownJwk }),
  );
  const { payload, protectedHeader } = await compactVerify(jws, await importJWK(jwk ?? {}, 'ES256'));
  expect(protectedHeader).toMatchObject({ typ: wipeReceiptType, alg: 'ES256' });
  expect(wipeReceiptSchema.parse(JSON.parse(new TextDecoder().decode(payload)))).toEqual(receipt);
  expect(jwk).not.toHaveProperty('d');
});

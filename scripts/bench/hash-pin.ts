// S of a PIN out of the native library: what runs on a tablet is made for browsers.
import { hashRawSync } from '@node-rs/argon2';
import type { OfflinePolicy } from '../../src/contract/endpoints/device.ts';

export function hashPin(pin: string, { pinSalt, argon2 }: OfflinePolicy): Uint8Array {
  const { memoryKiB: memoryCost, iterations: timeCost, parallelism } = argon2;
  return hashRawSync(pin, {
    memoryCost,
    timeCost,
    parallelism,
    outputLen: 32,
    salt: Buffer.from(pinSalt, 'base64url'),
  });
}

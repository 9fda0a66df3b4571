// Argon2id on a tablet whose browser lacks what makes it quick.
import { hashRawSync } from '@node-rs/argon2';
import { expect, it, vi } from 'vitest';
import { hashPin } from '../../src/device/offline/hash-pin.ts';

it('hashes a PIN as the server does', async () => {
  const start = vi.spyOn(WebAssembly, 'instantiate').mockRejectedValueOnce(new WebAssembly.CompileError());
  const salt = Buffer.alloc(16, 7);
  const hash = await hashPin('840372', {
    pinSalt: salt.toString('base64url'),
    argon2: { memoryKiB: 256, iterations: 1, parallelism: 1 },
    sealingKey: { kty: 'EC', crv: 'P-256', x: '', y: '' },
  });
  expect(start).toHaveBeenCalledTimes(2);
  const onServer = hashRawSync('840372', {
    memoryCost: 256,
    timeCost: 1,
    parallelism: 1,
    outputLen: 32,
    salt,
  });
  expect(Buffer.from(hash)).toEqual(onServer);
});

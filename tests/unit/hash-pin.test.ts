// Argon2id on the tablet: what it leaves in its memory.
import { beforeEach, expect, it, vi } from 'vitest';

const policy = {
  pinSalt: Buffer.alloc(16, 7).toString('base64url'),
  argon2: { memoryKiB: 256, iterations: 1, parallelism: 1 },
  sealingKey: { kty: 'EC', crv: 'P-256', x: '', y: '' },
} as const;

const loadHashing = () => import('../../src/device/offline/hash-pin.ts');

beforeEach(() => {
  vi.resetModules();
  return () => vi.restoreAllMocks();
});

it('leaves nothing of a PIN in the memory that is kept', async () => {
  const made = vi.spyOn(WebAssembly, 'Memory');
  const { hashPin, warmPinHashing } = await loadHashing();
  await warmPinHashing(policy);
  await hashPin('840372', policy);
  await hashPin('730284', policy);
  expect(made).toHaveBeenCalledOnce();
  const [memory] = made.mock.instances;
  const bytes = new Uint8Array(memory?.buffer ?? new ArrayBuffer(0));
  expect(bytes.length).toBeGreaterThan(256 * 1024);
  expect(bytes.every((byte) => byte === 0)).toBe(true);
});

it('is loaded anew after its memory was given back', async () => {
  const { hashPin, releasePinHashing } = await loadHashing();
  const hash = await hashPin('840372', policy);
  const loading = vi.spyOn(WebAssembly, 'instantiate');
  await hashPin('840372', policy);
  expect(loading).not.toHaveBeenCalled();
  releasePinHashing();
  expect(await hashPin('840372', policy)).toEqual(hash);
  expect(loading).toHaveBeenCalled();
});

// What makes a tablet wipe itself: a statement of its own organization about this very link, and no other refusal.
import { CompactSign, exportJWK, generateKeyPair } from 'jose';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProblemCode } from '../../src/contract/problem.ts';
import { revocationType } from '../../src/contract/revocation.ts';
import { ApiProblem } from '../../src/device/calls/api-problem.ts';
import type { DeviceRecord } from '../../src/device/store/database.ts';
import { makeDeviceKeys } from '../../src/device/store/device-key.ts';
import { heedRefusal, readStanding } from '../../src/device/sync/heed-refusal.ts';
import { thumbprintOf } from '../../src/device/sync/verify-revocation.ts';

const wipe = vi.fn<() => Promise<void>>(async () => undefined);
const id = '3f0a8a60-0b0e-4e0b-9a27-6f3d5c7d1e09';
const otherId = '3f0a8a60-0b0e-4e0b-9a27-6f3d5c7d1e10';

const makePair = () => generateKeyPair('ES256', { extractable: true });
const [ours, others] = await Promise.all([makePair(), makePair()]);
const toPublic = async (key: CryptoKey) => {
  const { x = '', y = '' } = await exportJWK(key);
  return { kty: 'EC', crv: 'P-256', x, y } as const;
};
const keys = await makeDeviceKeys();
const keyThumbprint = await thumbprintOf(await toPublic(keys.publicKey));
const device: DeviceRecord = {
  id,
  token: 't',
  keys,
  organizationKey: await toPublic(ours.publicKey),
  organizationName: 'Bakery',
  deviceName: 'Counter',
  linkedAt: 0,
  authorizedAt: 7,
};

const right = { organizationId: otherId, deviceId: id, keyThumbprint, authorizedAt: 7, revokedAt: 9 };
const state = (payload: object = right, key = ours.privateKey, typ: string = revocationType) =>
  new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'ES256', typ })
    .sign(key);

async function heed(code: ProblemCode, revocation?: string, linked = device): Promise<string> {
  const problem = new ApiProblem({ code, status: 401, detail: '', ...(revocation ? { revocation } : {}) });
  const work = () => Promise.reject(problem);
  await expect(heedRefusal(linked, wipe, work)).rejects.toBe(problem);
  if (wipe.mock.calls.length > 0) return 'wiped';
  return (await readStanding(linked, problem)) ?? 'nothing';
}

beforeEach(() => void wipe.mockClear());

describe('a tablet', () => {
  it('wipes itself at what its organization signed for this device and this link', async () => {
    expect(await heed('device_revoked', await state())).toBe('wiped');
  });

  it.each([
    ['that comes without a statement', () => undefined],
    ['with a statement of another organization', () => state(right, others.privateKey)],
    ['with a statement about another device', () => state({ ...right, deviceId: otherId })],
    [
      'with a statement about an earlier link of it',
      () => state({ ...right, keyThumbprint: 'x'.repeat(43) }),
    ],
    ['with a statement about an earlier link with the same key', () => state({ ...right, authorizedAt: 6 })],
    [
      'with a statement of a version that named no link, where this one is newer',
      () => state({ ...right, authorizedAt: undefined }),
    ],
    ['with another thing that its organization signed', () => state(right, ours.privateKey, 'other+jwt')],
    [
      'with a statement whose content was changed',
      async () =>
        (await state({ ...right, deviceId: otherId })).replace(/\..*\./, `.${btoa(JSON.stringify(right))}.`),
    ],
    ['with something that is no statement', () => 'revoked'],
  ])('deletes nothing at a revocation %s, and says that the server does not know it', async (_, make) => {
    expect(await heed('device_revoked', await make())).toBe('unknown');
  });

  it('that an older version linked still wipes itself at a statement of then, and at one of now', async () => {
    const { authorizedAt: _, ...older } = device;
    expect(await heed('device_revoked', await state({ ...right, authorizedAt: undefined }), older)).toBe(
      'wiped',
    );
    expect(await heed('device_revoked', await state(), older)).toBe('wiped');
  });

  it('that has pinned no key yet believes no revocation', async () => {
    const { organizationKey: _, ...unpinned } = device;
    expect(await heed('device_revoked', await state(), unpinned)).toBe('unknown');
  });

  it('deletes nothing where a server does not know it, whatever comes along', async () => {
    expect(await heed('device_unknown')).toBe('unknown');
    expect(await heed('device_unknown', await state())).toBe('unknown');
  });

  it('makes nothing of refusals that are not about it', async () => {
    expect(await heed('not_signed_in', await state())).toBe('nothing');
  });
});

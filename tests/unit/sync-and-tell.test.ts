// What the pages hear of a sync that failed: offline, or one plain sentence, and never the browser's own words.
import { beforeEach, expect, it, vi } from 'vitest';
import { ApiProblem, Unreachable } from '../../src/device/calls/api-problem.ts';
import { StorageFailure } from '../../src/device/store/storage-failure.ts';
import { syncAndTell } from '../../src/device/sync/sync-and-tell.ts';

const { broadcast, syncDevice, wipe, provesRevocation } = vi.hoisted(() => ({
  provesRevocation: vi.fn<() => Promise<boolean>>(async () => false),
  broadcast: vi.fn<(message: unknown) => void>(),
  syncDevice: vi.fn<() => Promise<{ changed: boolean }>>(),
  wipe: vi.fn<() => Promise<void>>(async () => undefined),
}));
vi.mock('../../src/device/store/broadcast.ts', () => ({ broadcast }));
vi.mock('../../src/device/sync/sync.ts', () => ({ syncDevice }));
vi.mock('../../src/device/sync/verify-revocation.ts', () => ({ provesRevocation }));
vi.mock('../../src/device/store/roster.ts', () => ({ readDevice: async () => ({ id: 'd' }) }));

const problem = (code: 'internal' | 'device_revoked' | 'device_unknown' | 'not_found', status = 500) =>
  new ApiProblem({ code, status, detail: 'Do this next.' });

beforeEach(() => vi.clearAllMocks());

it.each([
  [new Unreachable(), { type: 'offline' }],
  [problem('internal'), { type: 'offline' }],
  [problem('not_found', 404), { type: 'failed', message: 'Do this next.' }],
  [new StorageFailure('The key is lost.'), { type: 'failed', message: 'The key is lost.' }],
  [
    new DOMException('Encountered full disk while committing', 'QuotaExceededError'),
    {
      type: 'failed',
      message:
        'The storage of this browser fails or is full. Free some space on the tablet and restart the browser.',
    },
  ],
])('of %s it says what happened', async (error, message) => {
  syncDevice.mockRejectedValueOnce(error);
  expect(await syncAndTell(wipe)).toEqual(message);
  expect(broadcast).toHaveBeenCalledExactlyOnceWith(message);
});

it('of a proven revocation it says nothing: the wipe does', async () => {
  provesRevocation.mockResolvedValueOnce(true).mockResolvedValueOnce(true);
  syncDevice.mockRejectedValueOnce(problem('device_revoked'));
  expect(await syncAndTell(wipe)).toBeUndefined();
  expect(wipe).toHaveBeenCalledOnce();
  expect(broadcast).not.toHaveBeenCalled();
});

it.each(['device_revoked', 'device_unknown'] as const)(
  'of the refusal %s without proof it says that the server does not know the tablet, and wipes nothing',
  async (code) => {
    syncDevice.mockRejectedValueOnce(problem(code));
    expect(await syncAndTell(wipe)).toEqual({ type: 'unknown' });
    expect(wipe).not.toHaveBeenCalled();
    expect(broadcast).toHaveBeenCalledExactlyOnceWith({ type: 'unknown' });
  },
);

// What the pages hear of a sync that failed: offline, or one plain sentence, and never the browser's own words.
import { beforeEach, expect, it, vi } from 'vitest';
import { ApiProblem, Unreachable } from '../../src/device/api-problem.ts';
import { StorageFailure } from '../../src/device/storage-failure.ts';
import { syncAndTell } from '../../src/device/sync-and-tell.ts';

const { broadcast, syncDevice, wipe } = vi.hoisted(() => ({
  broadcast: vi.fn<(message: unknown) => void>(),
  syncDevice: vi.fn<() => Promise<{ changed: boolean }>>(),
  wipe: vi.fn<() => Promise<void>>(async () => undefined),
}));
vi.mock('../../src/device/broadcast.ts', () => ({ broadcast }));
vi.mock('../../src/device/sync.ts', () => ({ syncDevice }));
vi.mock('../../src/device/wipe.ts', () => ({ wipe }));
vi.mock('../../src/device/roster.ts', () => ({ readDevice: async () => ({ id: 'd' }) }));

const place = { lock: () => undefined, eraseOwn: async () => undefined };
const problem = (code: 'internal' | 'device_revoked') =>
  new ApiProblem({ code, status: 500, detail: 'Do this next.' });

beforeEach(() => vi.clearAllMocks());

it.each([
  [new Unreachable(), { type: 'offline' }],
  [problem('internal'), { type: 'failed', message: 'Do this next.' }],
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
  expect(await syncAndTell(place)).toEqual(message);
  expect(broadcast).toHaveBeenCalledExactlyOnceWith(message);
});

it('of a refusal of the device it says nothing: the wipe does', async () => {
  syncDevice.mockRejectedValueOnce(problem('device_revoked'));
  expect(await syncAndTell(place)).toBeUndefined();
  expect(wipe).toHaveBeenCalledOnce();
  expect(broadcast).not.toHaveBeenCalled();
});

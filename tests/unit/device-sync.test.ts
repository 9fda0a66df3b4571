// The order of a sync: what happened under the old lease is told before a new one is given.
import { expect, it, vi } from 'vitest';
import type { DeviceRecord } from '../../src/device/database.ts';
import { syncDevice } from '../../src/device/sync.ts';

const steps = vi.hoisted((): string[] => []);
vi.mock('../../src/device/push-events.ts', () => ({
  pushEvents: async () => {
    steps.push('push begins');
    await Promise.resolve();
    steps.push('push ends');
  },
}));
vi.mock('../../src/device/pull.ts', () => ({
  pullChanges: async () => {
    steps.push('pull');
    return { changed: false };
  },
}));
vi.mock('../../src/device/outbox.ts', () => ({ readOutbox: async () => [] }));
vi.mock('../../src/device/spent-tries.ts', () => ({
  forgetSpentTries: async () => void steps.push('tries forgotten'),
}));

it('pushes first, then pulls, and only then counts tries anew', async () => {
  const device: DeviceRecord = {
    id: 'd',
    token: 't',
    keys: await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']),
    organizationName: 'Bakery',
    deviceName: 'Counter',
    linkedAt: 0,
  };
  await syncDevice(device);
  expect(steps).toEqual(['push begins', 'push ends', 'pull', 'tries forgotten']);
});

// @vitest-environment jsdom
// How a page keeps in step with its server: when it pulls, when it tries again, and what it shows meanwhile.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeviceRecord } from '../../src/device/store/database.ts';
import type { TabletContent } from '../../src/device/store/roster.ts';
import type { StreamHooks } from '../../src/device/sync/change-stream.ts';

const { askToPull, stream, yieldSession, tablet } = vi.hoisted(() => ({
  askToPull: vi.fn<(heed: unknown, live: boolean) => void>(),
  yieldSession: vi.fn<() => void>(),
  tablet: { content: undefined as TabletContent | undefined },
  stream: { hooks: [] as StreamHooks[] },
}));
vi.mock('../../src/app/tablet/worker-link.ts', () => ({
  askToPull,
  checkForUpdate: () => undefined,
  noteWorkerAnswer: () => undefined,
  tellDeviceChanged: () => undefined,
}));
vi.mock('../../src/device/sync/change-stream.ts', () => ({
  followChanges: async (_: unknown, hooks: StreamHooks) => void stream.hooks.push(hooks),
}));
vi.mock('../../src/device/store/roster.ts', () => ({ readTablet: async () => tablet.content }));
vi.mock('../../src/app/tablet/pin-session.ts', () => ({
  checkPinSession: async () => undefined,
  yieldSession,
}));
vi.mock('../../src/device/store/note-contact.ts', () => ({ noteContact: async () => undefined }));

import { deviceMemory } from '../../src/app/tablet/device-memory.ts';
import { showNothingHeld, useDeviceState } from '../../src/app/tablet/device-state.ts';
import {
  followServer,
  heedWorkerMessage,
  noteTrouble,
  noteUnheard,
} from '../../src/app/tablet/follow-server.ts';

const start = Date.parse('2026-11-22T10:00:00Z');
const hourMs = 3_600_000;

async function makeDevice(): Promise<DeviceRecord> {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ]);
  return { id: 'd', token: 't', keys, organizationName: 'Bakery', deviceName: 'Counter', linkedAt: 0 };
}

async function follow(): Promise<StreamHooks> {
  followServer(await makeDevice(), start - hourMs);
  const hooks = stream.hooks.at(-1);
  if (!hooks) throw new Error('no stream');
  hooks.heard();
  hooks.opened();
  askToPull.mockClear();
  return hooks;
}
const holdLease = (leaseHours: number) =>
  useDeviceState.setState({
    lease: {
      rosterAt: start,
      leaseUntil: start + leaseHours * hourMs,
      highestTimeSeen: start,
      serverTimeOffset: 0,
    },
  });
const connection = () => useDeviceState.getState().connection;

beforeEach(() => void vi.useFakeTimers({ now: start, toFake: ['Date', 'setTimeout', 'clearTimeout'] }));
afterEach(() => {
  deviceMemory.stop?.abort();
  heedWorkerMessage({ type: 'pulled', changed: false });
  vi.useRealTimers();
  showNothingHeld('unlinked');
});

describe('a tablet whose organization is quiet', () => {
  it.each([
    [24, 15],
    [0.5, 7.5],
  ])('renews a lease of %d h when a ping finds the last pull %d minutes old', async (hours, minutes) => {
    const hooks = await follow();
    holdLease(hours);
    vi.setSystemTime(start + minutes * 60_000 - 1);
    hooks.heard();
    expect(askToPull).not.toHaveBeenCalled();
    vi.setSystemTime(start + minutes * 60_000);
    hooks.heard();
    expect(askToPull).toHaveBeenCalledOnce();
  });

  it('does so too when its clock was set back', async () => {
    const hooks = await follow();
    holdLease(24);
    vi.setSystemTime(start - hourMs);
    hooks.heard();
    expect(askToPull).toHaveBeenCalledOnce();
  });
});

describe('a sync that failed while the stream lives', () => {
  it('is tried again, ever later, until one gets through', async () => {
    await follow();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 9; attempt += 1) {
      heedWorkerMessage({ type: 'offline' });
      const before = Date.now();
      // The poll without a stream leaves it to the retries.
      while (askToPull.mock.calls.length < attempt) await vi.advanceTimersToNextTimerAsync();
      expect(askToPull).toHaveBeenCalledTimes(attempt);
      waits.push(Date.now() - before);
    }
    expect(waits[0]).toBeLessThanOrEqual(500);
    expect(waits[3]).toBeGreaterThanOrEqual(2000);
    expect(waits[8]).toBeGreaterThanOrEqual(15_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_000);
    heedWorkerMessage({ type: 'pulled', changed: false });
    deviceMemory.stop?.abort();
    await vi.advanceTimersByTimeAsync(4000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('shows why where the storage fails, until one gets through', async () => {
    await follow();
    heedWorkerMessage({ type: 'failed', message: 'The storage fails.' });
    expect(useDeviceState.getState().syncProblem).toBe('The storage fails.');
    expect(connection().online).toBe(true);
    await vi.advanceTimersToNextTimerAsync();
    expect(askToPull).toHaveBeenCalledOnce();
  });

  it('follows at once when the server is heard again', async () => {
    const hooks = await follow();
    heedWorkerMessage({ type: 'offline' });
    expect(connection().online).toBe(false);
    hooks.heard();
    expect(askToPull).toHaveBeenCalledOnce();
    hooks.heard();
    expect(askToPull).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(4000);
    expect(connection().online).toBe(true);
  });
});

describe('a stream that is held back on its way', () => {
  it('is no reason to go on without the server: other calls tell whether it is there', async () => {
    const hooks = await follow();
    hooks.lost(false);
    expect(connection().online).toBe(true);
    expect(askToPull).toHaveBeenCalledExactlyOnceWith(expect.anything(), false);
    heedWorkerMessage({ type: 'pulled', changed: false });
    expect(connection().online).toBe(true);
  });

  it.each([
    ['never opens', (hooks: StreamHooks) => hooks.lost(false)],
    ['is open and silent', () => undefined],
  ])('has the tablet ask every half minute at the latest where it %s', async (_, mute) => {
    const hooks = await follow();
    mute(hooks);
    await vi.advanceTimersByTimeAsync(30_000);
    askToPull.mockClear();
    for (let count = 1; count <= 5; count += 1) {
      await vi.advanceTimersByTimeAsync(30_000);
      expect(askToPull.mock.calls.length).toBeGreaterThanOrEqual(count);
      expect(askToPull.mock.lastCall).toEqual([expect.anything(), false]);
    }
    expect(askToPull.mock.calls.length).toBeLessThanOrEqual(8);
  });

  it('is asked for nothing more once the page follows another link, whose end it waits for once', async () => {
    await follow();
    const signal = deviceMemory.stop?.signal;
    if (!signal) throw new Error('nothing is followed');
    const listen = vi.spyOn(signal, 'addEventListener');
    await vi.advanceTimersByTimeAsync(300_000);
    expect(listen).not.toHaveBeenCalled();
    deviceMemory.stop?.abort();
    askToPull.mockClear();
    await vi.advanceTimersByTimeAsync(300_000);
    expect(askToPull).not.toHaveBeenCalled();
  });

  it('is asked for nothing while it lives', async () => {
    const hooks = await follow();
    for (let count = 0; count < 10; count += 1) {
      await vi.advanceTimersByTimeAsync(15_000);
      hooks.heard();
    }
    expect(askToPull).not.toHaveBeenCalled();
  });
});

describe('a server that can’t judge a PIN', () => {
  it('leaves users to the tablet until a sync gets through some time later, whatever else it answers', async () => {
    const hooks = await follow();
    noteTrouble();
    expect(connection().online).toBe(false);
    for (let second = 1; second < 20; second += 1) {
      await vi.advanceTimersByTimeAsync(1000);
      hooks.heard();
      heedWorkerMessage({ type: 'pulled', changed: false });
      expect(connection().online).toBe(false);
    }
    askToPull.mockClear();
    await vi.advanceTimersByTimeAsync(1000);
    expect(askToPull).toHaveBeenCalled();
    heedWorkerMessage({ type: 'offline' });
    hooks.heard();
    expect(connection().online).toBe(false);
    heedWorkerMessage({ type: 'pulled', changed: false });
    expect(connection().online).toBe(true);
  });
});

it('changes the way of the pad once in four seconds at most, however answers and failures alternate', async () => {
  const hooks = await follow();
  let flips = 0;
  let before = connection().online;
  for (let step = 0; step < 100; step += 1) {
    if (step % 2 === 0) heedWorkerMessage({ type: 'offline' });
    else hooks.heard();
    await vi.advanceTimersByTimeAsync(300);
    if (connection().online !== before) flips += 1;
    before = connection().online;
  }
  expect(flips).toBeGreaterThan(0);
  expect(flips).toBeLessThanOrEqual(8);
});

describe('somebody who signed in without the server', () => {
  const ana = { id: 'ana', name: 'Ana', roleId: 'r', verifier: 1 };
  const ben = { ...ana, id: 'ben', name: 'Ben' };
  const role = { id: 'r', name: 'Staff', permissions: [] };
  const pullAnaWith = async (users: TabletContent['users']) => {
    await follow();
    const device = await makeDevice();
    deviceMemory.device = device;
    deviceMemory.offlineSession = { id: 's', user: ana, role, openedAt: start };
    tablet.content = { device, state: undefined, users, roles: [role] };
    yieldSession.mockClear();
    heedWorkerMessage({ type: 'pulled', changed: true });
    await vi.waitFor(() => expect(useDeviceState.getState().phase).toBe('linked'), 30_000);
    await vi.advanceTimersByTimeAsync(0);
    Object.assign(deviceMemory, { device: undefined, offlineSession: undefined });
    tablet.content = undefined;
  };

  it('stays signed in when the network is back', async () => {
    await pullAnaWith([ana, ben]);
    expect(yieldSession).not.toHaveBeenCalled();
  });

  it('is signed out as soon as a pull says that they may not use the tablet any more', async () => {
    await pullAnaWith([ben]);
    expect(yieldSession).toHaveBeenCalledOnce();
  });
});

describe('a look at the server', () => {
  it('comes when the network comes or goes, and when the screen comes back after a silence', async () => {
    const hooks = await follow();
    const wake = vi.fn<() => void>();
    const stop = hooks.onWake(wake);
    window.dispatchEvent(new Event('online'));
    expect(wake).toHaveBeenCalledTimes(1);
    window.dispatchEvent(new Event('offline'));
    expect(wake).toHaveBeenCalledTimes(2);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(wake).toHaveBeenCalledTimes(2);
    vi.setSystemTime(start + 21_000);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(wake).toHaveBeenCalledTimes(3);
    stop();
    window.dispatchEvent(new Event('online'));
    expect(wake).toHaveBeenCalledTimes(3);
  });

  it('has the tablet pull as soon as the stream is open again', async () => {
    const hooks = await follow();
    hooks.lost(true);
    hooks.heard();
    hooks.opened();
    expect(askToPull).toHaveBeenCalledOnce();
  });
});

it('says since when the server was not heard, not since when the connection stood', async () => {
  const hooks = await follow();
  vi.setSystemTime(start + 5 * 60_000);
  hooks.heard();
  vi.setSystemTime(start + 6 * 60_000);
  noteUnheard();
  expect(connection()).toEqual({ online: false, since: start + 5 * 60_000 });
});

// The end of a session that the server opened: told to the server, or noted for it where it can't be reached.
import { beforeEach, expect, it, vi } from 'vitest';
import { deviceMemory } from '../../src/app/tablet/device-memory.ts';
import { useDeviceState } from '../../src/app/tablet/device-state.ts';
import { endPinSession } from '../../src/app/tablet/pin-session.ts';
import { ApiProblem, Unreachable } from '../../src/device/calls/api-problem.ts';
import { makeDeviceKeys } from '../../src/device/store/device-key.ts';

const { callAsDevice, noteUnheardEnd } = vi.hoisted(() => ({
  callAsDevice: vi.fn<() => Promise<void>>(),
  noteUnheardEnd: vi.fn<() => Promise<void>>(async () => undefined),
}));
vi.mock('../../src/device/calls/call-as-device.ts', () => ({ callAsDevice }));
vi.mock('../../src/app/tablet/offline-session.ts', () => ({ noteUnheardEnd }));

const sessionId = '3f0a8a60-0b0e-4e0b-9a27-6f3d5c7d1e05';
const user = {
  id: '3f0a8a60-0b0e-4e0b-9a27-6f3d5c7d1e01',
  name: 'Ada Byron',
  username: 'ada',
  firstName: 'Ada',
  lastName: 'Byron',
  email: null,
  language: null,
};

beforeEach(async () => {
  callAsDevice.mockReset();
  noteUnheardEnd.mockClear();
  const keys = await makeDeviceKeys();
  deviceMemory.device = { id: 'd', token: 't', keys, organizationName: '', deviceName: '', linkedAt: 0 };
  deviceMemory.pinSession = `${sessionId}.secret`;
  useDeviceState.setState({
    session: {
      kind: 'pin',
      assurance: 'pin',
      user,
      mustChange: null,
      isOwner: false,
      isPartner: false,
      limitedToUnits: false,
      role: { id: 'r', name: 'Staff' },
      permissions: [],
      organization: { id: 'o', name: 'Bakery' },
      passkeyStep: null,
      stepUpBy: 'any',
      stepUpUntil: null,
      expiresAt: new Date(0).toISOString(),
    },
  });
});

it('is noted with the session’s id and the time where the server can’t be reached', async () => {
  callAsDevice.mockRejectedValue(new Unreachable());
  const before = Date.now();
  endPinSession('idle');
  await vi.waitFor(() => expect(noteUnheardEnd).toHaveBeenCalledTimes(1), 30_000);
  const at = expect.toSatisfy((time: number) => time >= before && time <= Date.now());
  expect(noteUnheardEnd).toHaveBeenCalledWith(deviceMemory.device, { id: sessionId, user }, 'idle', at);
});

it('is not noted where the server took it or refused it', async () => {
  callAsDevice.mockResolvedValueOnce(undefined);
  endPinSession('locked');
  await vi.waitFor(() => expect(callAsDevice).toHaveBeenCalledTimes(1), 30_000);
  callAsDevice.mockRejectedValueOnce(new ApiProblem({ code: 'internal', status: 500, detail: '' }));
  endPinSession('locked');
  await vi.waitFor(() => expect(callAsDevice).toHaveBeenCalledTimes(2), 30_000);
  await Promise.resolve();
  expect(noteUnheardEnd).not.toHaveBeenCalled();
});

it('is not noted by a page that was reloaded, which knows of no session', async () => {
  callAsDevice.mockRejectedValue(new Unreachable());
  deviceMemory.pinSession = undefined;
  useDeviceState.setState({ session: null });
  endPinSession('reloaded');
  await vi.waitFor(() => expect(callAsDevice).toHaveBeenCalledTimes(1), 30_000);
  await Promise.resolve();
  expect(noteUnheardEnd).not.toHaveBeenCalled();
});

// Handlers of devices: for the admins who look after them, and for the tablets themselves.
import * as deviceEndpoints from '../../../contract/endpoints/device.ts';
import * as endpoints from '../../../contract/endpoints/devices.ts';
import { describeSession } from '../../domain/access/signed-in.ts';
import { authorizeDevice as authorize } from '../../domain/devices/authorize-device.ts';
import { listDevices as list } from '../../domain/devices/device-view.ts';
import { countOfflinePeople } from '../../domain/devices/offline-people.ts';
import {
  liftDevicePause as liftPause,
  recordWipe,
  revokeDevice as revoke,
} from '../../domain/devices/revoke-device.ts';
import { pullRoster } from '../../domain/devices/roster-pull.ts';
import { updateDevice as update } from '../../domain/devices/update-device.ts';
import { takeDeviceEvents } from '../../domain/offline/take-device-events.ts';
import { endPinSession as end, findPinSession } from '../../domain/pins/pin-session.ts';
import { signInWithPin as signIn } from '../../domain/pins/pin-sign-in.ts';
import type { DeviceStreams } from '../device-streams.ts';
import { route } from '../route.ts';

export const listDevices = route(endpoints.listDevices, async ({ context, signedIn }) => ({
  devices: await list(context, signedIn),
}));

export const authorizeDevice = route(
  endpoints.authorizeDevice,
  async ({ context, signedIn, newDeviceKey, body, origin }) => ({
    ...(await authorize(context, signedIn, { ...newDeviceKey, ...body }, origin)),
    organizationName: signedIn.organizationName,
  }),
);

export const updateDevice = route(endpoints.updateDevice, ({ context, signedIn, params, body, origin }) =>
  update(context, signedIn, params.deviceId, body, origin),
);

export const previewRevocation = route(endpoints.previewRevocation, ({ context, signedIn, params }) =>
  countOfflinePeople(context, signedIn, params.deviceId),
);

export const revokeDevice = route(endpoints.revokeDevice, ({ context, signedIn, params, body, origin }) =>
  revoke(context, signedIn, params.deviceId, body, origin),
);

export const liftDevicePause = route(endpoints.liftDevicePause, ({ context, signedIn, params, origin }) =>
  liftPause(context, signedIn, params.deviceId, origin),
);

export const pullChanges = route(deviceEndpoints.pullChanges, ({ context, device, query, origin }) => {
  const { cursor, ...report } = query;
  return pullRoster(context, device, cursor, report, origin.address);
});

export const signInWithPin = route(
  deviceEndpoints.signInWithPin,
  async ({ context, device, body, origin }) => {
    const token = await signIn(context, device, body, origin.address);
    const signedIn = await findPinSession(context, device, token);
    if (!signedIn) throw new Error('a session that was just opened is not there');
    return { token, session: describeSession(signedIn) };
  },
);

export const endPinSession = route(deviceEndpoints.endPinSession, ({ context, device, query, origin }) =>
  end(context, device, query.reason, origin.address),
);

export const pushEvents = route(deviceEndpoints.pushEvents, async ({ context, device, body, origin }) => ({
  upTo: await takeDeviceEvents(context, device, body, origin.address),
}));

export const sendWipeReceipt = route(
  deviceEndpoints.sendWipeReceipt,
  async ({ context, device, body, origin }) => ({
    wipedAt: (await recordWipe(context, device, body.receipt, origin.address)).toISOString(),
  }),
);

/** The change stream needs the hub that its process keeps. */
export function makeOpenChangeStream(streams: DeviceStreams) {
  return route(deviceEndpoints.openChangeStream, async ({ device }) => streams.open(device));
}

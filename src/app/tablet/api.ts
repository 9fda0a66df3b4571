// How the screens call the server: with the account session's cookie, or as this device with its PIN session.
import type { Endpoint, EndpointInput, EndpointOutput } from '../../contract/endpoint.ts';
import { callAsDevice, type DeviceCallOptions } from '../../device/calls/call-as-device.ts';
import type { InputParts } from '../../device/calls/send-request.ts';
import { heedRefusal } from '../../device/sync/heed-refusal.ts';
import { deviceMemory } from './device-memory.ts';
import { wipeTablet } from './wipe-place.ts';

export { ApiProblem, isProblem, Unreachable } from '../../device/calls/api-problem.ts';
export { callEndpoint as callAccount } from '../../device/calls/call-endpoint.ts';

/** This browser is not an authorized device. */
export class NotLinked extends Error {
  override readonly name = 'NotLinked';
  constructor() {
    super('This tablet is not authorized. Reload the page to see how to authorize it.');
  }
}

/**
 * Calls an endpoint as this device, with the open PIN session if there is one. A proven revocation wipes it.
 * @throws ApiProblem, Unreachable, NotLinked
 */
export async function callDevice<E extends Endpoint>(
  endpoint: E,
  input: EndpointInput<E> & InputParts,
  options: DeviceCallOptions = {},
): Promise<EndpointOutput<E>> {
  const { device, pinSession } = deviceMemory;
  if (!device) throw new NotLinked();
  const call = () =>
    callAsDevice(device, endpoint, input, {
      ...(pinSession === undefined ? {} : { pinSession }),
      ...options,
    });
  return heedRefusal(device, wipeTablet, call);
}

// The typed call of one endpoint with the device token and a proof of the device key.
import type { Endpoint, EndpointInput, EndpointOutput } from '../../contract/endpoint.ts';
import { pinSessionHeader } from '../../contract/headers.ts';
import { type CallOptions, defaultMilliseconds } from './call-endpoint.ts';
import { withDeadline } from './deadline.ts';
import { readAnswer } from './read-answer.ts';
import type { InputParts } from './send-request.ts';
import { type Signer, sendSigned } from './send-signed.ts';

export type DeviceCallOptions = CallOptions & {
  /** The token of the open PIN session; it lives in the page's memory only. */
  readonly pinSession?: string;
};

/**
 * Calls an endpoint as this device. `signer` is in memory already, so that a refusal that empties the
 * browser's storage (`Clear-Site-Data`) still leaves a key to sign the wipe receipt with.
 * @throws ApiProblem when the server refused; Unreachable when it did not answer in time
 */
export async function callAsDevice<E extends Endpoint>(
  signer: Signer,
  endpoint: E,
  input: EndpointInput<E> & InputParts,
  options?: DeviceCallOptions,
): Promise<EndpointOutput<E>>;
export async function callAsDevice(
  signer: Signer,
  endpoint: Endpoint,
  input: InputParts,
  options: DeviceCallOptions = {},
): Promise<unknown> {
  const pinSession = options.pinSession === undefined ? {} : { [pinSessionHeader]: options.pinSession };
  const headers = { ...options.headers, ...pinSession };
  return withDeadline(options.milliseconds ?? defaultMilliseconds, options.signal, async (signal) =>
    readAnswer(endpoint, await sendSigned(signer, endpoint, input, { ...options, headers, signal })),
  );
}

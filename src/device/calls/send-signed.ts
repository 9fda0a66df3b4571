// Sends a request with a proof of the device key, and once more when the server asks for its newer nonce.
import type { Endpoint } from '../../contract/endpoint.ts';
import type { DeviceKeys } from '../store/device-key.ts';
import { proveDeviceKey } from './device-proof.ts';
import { isFloorkeys, readProblem } from './read-answer.ts';
import { addressOf, type InputParts, type SendOptions, sendRequest } from './send-request.ts';

/** Who signs; a device that is only about to be authorized has no token yet. */
export type Signer = { readonly keys: DeviceKeys; readonly token?: string };

// The server's latest nonce (RFC 9449, section 8.2); every answer may bring a newer one.
let nonce: string | undefined;

async function asksForNonce(response: Response): Promise<boolean> {
  if (response.status !== 401 || !response.headers.has('dpop-nonce')) return false;
  const problem = await readProblem(response.clone()).catch(() => undefined);
  return problem?.code === 'use_dpop_nonce';
}

/**
 * Signs and sends a request. A refusal for want of a fresh nonce is met by signing once more: nothing was done by then.
 * @returns the response, whatever its status; its body is unread
 * @throws Unreachable when no response came
 */
export async function sendSigned(
  signer: Signer,
  endpoint: Endpoint,
  input: InputParts,
  options: SendOptions = {},
): Promise<Response> {
  const sign = async () => {
    const address = addressOf(endpoint, input, options.origin);
    const proof = await proveDeviceKey(signer.keys, {
      method: endpoint.method,
      address,
      nonce,
      token: signer.token,
    });
    const authorization = signer.token === undefined ? {} : { authorization: `DPoP ${signer.token}` };
    const headers = { ...options.headers, ...authorization, dpop: proof };
    const response = await sendRequest(endpoint, input, { ...options, headers });
    if (isFloorkeys(response)) nonce = response.headers.get('dpop-nonce') ?? nonce;
    return response;
  };
  const response = await sign();
  return (await asksForNonce(response)) ? sign() : response;
}

// Requests that are signed before the clock runs, and sent with as little work of the client as possible.
import { type Agent, request as openRequest } from 'node:http';
import type { Endpoint } from '../../src/contract/endpoint.ts';
import { pinSessionHeader } from '../../src/contract/headers.ts';
import type { TestDevice } from '../../tests/integration/harness/test-device.ts';

export type SignedRequest = {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type TimedAnswer = {
  readonly status: number;
  readonly bytes: number;
  readonly ms: number;
  readonly body: string;
};

/** Signs a device's request; each is good for one sending, within the 5 minutes of the server's nonce. */
export async function signRequest(
  device: TestDevice,
  endpoint: Endpoint,
  { body, query = '' }: { body?: unknown; query?: string } = {},
): Promise<SignedRequest> {
  const text = body === undefined ? '' : JSON.stringify(body);
  return {
    url: device.url + endpoint.path + query,
    method: endpoint.method,
    headers: {
      dpop: await device.prove(endpoint, endpoint.path),
      authorization: `DPoP ${device.token}`,
      ...(device.pinSessionToken ? { [pinSessionHeader]: device.pinSessionToken } : {}),
      ...(text
        ? { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }
        : {}),
    },
    body: text,
  };
}

/** Sends a request and reads its answer to the end. @returns it with its time in milliseconds */
export function sendTimed({ url, method, headers, body }: SignedRequest, agent: Agent): Promise<TimedAnswer> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const request = openRequest(url, { method, headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const ms = performance.now() - started;
        const answer = Buffer.concat(chunks);
        resolve({ status: response.statusCode ?? 0, bytes: answer.length, ms, body: answer.toString() });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Throws where a request was not answered well: a benchmark of refusals would measure something else. */
export function requireOk({ status, body }: TimedAnswer): void {
  if (status >= 300) throw new Error(`a request was answered ${status}: ${body.slice(0, 300)}`);
}

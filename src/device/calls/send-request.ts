// Sends one request for an endpoint of the contract and hands back the bare response.
import ky, { isNetworkError } from 'ky';
import * as z from 'zod/mini';
import type { Endpoint } from '../../contract/endpoint.ts';
import { Unreachable } from './api-problem.ts';

/** The parts of an endpoint's input, without their exact types. */
export type InputParts = {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
};

export type SendOptions = {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Lets the request outlive the page. */
  readonly keepalive?: boolean;
  readonly fetch?: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** The server's origin; the page's own unless a test says otherwise. */
  readonly origin?: string;
};

const textsSchema = z.catch(z.record(z.string(), z.optional(z.string())), {});

/** The address of an endpoint without its query: what the request goes to and what a proof names (RFC 9449, `htu`). */
export function addressOf(endpoint: Endpoint, input: InputParts, origin = location.origin): string {
  const params = z.parse(textsSchema, input.params);
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  return origin + path;
}

/**
 * Sends the request once; nothing is sent again by itself, since a change could then happen twice and a proof be replayed.
 * @returns the response, whatever its status; its body is unread
 * @throws Unreachable when no response came; the signal's reason when the caller gave up
 */
export async function sendRequest(
  endpoint: Endpoint,
  input: InputParts,
  options: SendOptions = {},
): Promise<Response> {
  const address = new URL(addressOf(endpoint, input, options.origin));
  for (const [name, value] of Object.entries(z.parse(textsSchema, input.query))) {
    if (value !== undefined) address.searchParams.set(name, value);
  }
  try {
    return await ky(address, {
      method: endpoint.method,
      headers: { ...options.headers },
      ...(input.body === undefined ? {} : { json: input.body }),
      ...(options.signal && { signal: options.signal }),
      ...(options.fetch && { fetch: options.fetch }),
      keepalive: options.keepalive ?? false,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      retry: 0,
      timeout: false,
      throwHttpErrors: false,
    });
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    throw isNetworkError(error) || error instanceof TypeError ? new Unreachable(error) : error;
  }
}

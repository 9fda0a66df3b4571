// A client of the API with a cookie jar, as a browser would be one, that says no more than a test asks it to.
import * as z from 'zod/mini';
import type { Endpoint, EndpointInput, EndpointOutput } from '../../../src/contract/endpoint.ts';
import { type Problem, problemSchema } from '../../../src/contract/problem.ts';

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON; the text where it is none; `undefined` where there is no body. */
  readonly body: unknown;
};

/** Parts of a request that need not fit the contract. */
export type RawInput = { readonly params?: unknown; readonly query?: unknown; readonly body?: unknown };

const texts = z.catch(z.record(z.string(), z.coerce.string()), {});

/** The path of an endpoint with its parameters put in; the query is left out. */
export function pathOf(endpoint: Endpoint, params?: unknown): string {
  const given = texts.parse(params);
  return endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(given[name] ?? ''));
}

/** Reads an answer to its end; a stream, which has none, is left at once. */
export async function readAnswer(response: Response): Promise<Answer> {
  const { status, headers } = response;
  if (headers.get('content-type')?.startsWith('text/event-stream')) {
    await response.body?.cancel();
    return { status, headers, body: undefined };
  }
  const text = await response.text();
  const isJson = /^application\/(problem\+)?json\b/.test(response.headers.get('content-type') ?? '');
  const body = text === '' ? undefined : isJson ? JSON.parse(text) : text;
  return { status, headers, body };
}

/** The code of a problem answer; `null` where the answer is none. */
export function codeOf({ status, headers, body }: Answer): string | null {
  if (status < 400 || !headers.get('content-type')?.startsWith('application/problem+json')) return null;
  return problemSchema.parse(body).code;
}

export class ApiClient {
  readonly url: string;
  readonly cookies = new Map<string, string>();

  /** @param url the server's origin */
  constructor(url: string) {
    this.url = url;
  }

  /** Sends anything at all. Cookies are added and kept. */
  async send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.cookies.size > 0) {
      headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    }
    const response = await fetch(this.url + path, { redirect: 'manual', ...init, headers });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  #keep(line: string): void {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (name === undefined) return;
    if (!value || /max-age=0\b/i.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }

  /** The headers that a request of this client carries besides its cookies; clients of other kinds add theirs. */
  protected async headersFor(_endpoint: Endpoint, _path: string): Promise<Record<string, string>> {
    return {};
  }

  /** Calls an endpoint with parts that need not fit the contract. */
  async callRaw(
    endpoint: Endpoint,
    input: RawInput = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const path = pathOf(endpoint, input.params);
    const query = new URLSearchParams(texts.parse(input.query)).toString();
    const own = await this.headersFor(endpoint, path);
    const response = await this.send(query ? `${path}?${query}` : path, {
      method: endpoint.method,
      headers: {
        ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...own,
        ...headers,
      },
      ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
    });
    return readAnswer(response);
  }

  /** Calls an endpoint of the contract. */
  async call<E extends Endpoint>(
    endpoint: E,
    input: EndpointInput<E> & RawInput,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return this.callRaw(endpoint, input, headers);
  }

  /** Calls an endpoint that is to do what it is asked. @throws with the problem where it does not */
  async succeed<E extends Endpoint>(
    endpoint: E,
    input: EndpointInput<E> & RawInput,
  ): Promise<EndpointOutput<E>> {
    const answer = await this.call(endpoint, input);
    if (answer.status >= 300) {
      throw new Error(`${endpoint.operation} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    }
    const { output } = endpoint;
    const body = output === null || typeof output === 'string' ? undefined : z.parse(output, answer.body);
    // Parsed by this very endpoint's schema.
    return body as EndpointOutput<E>;
  }

  /** Calls an endpoint that is to refuse. @throws where it does what it is asked */
  async refuse<E extends Endpoint>(endpoint: E, input: EndpointInput<E> & RawInput): Promise<Problem> {
    const answer = await this.call(endpoint, input);
    if (codeOf(answer) === null) {
      throw new Error(`${endpoint.operation} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    }
    return problemSchema.parse(answer.body);
  }
}

// How a tablet calls its server: addresses, checked answers, problems, proofs and nonces.
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { endPinSession, signInWithPin } from '../../src/contract/endpoints/device.ts';
import { signOut } from '../../src/contract/endpoints/session.ts';
import { checkSetupCode } from '../../src/contract/endpoints/setup.ts';
import { getUser } from '../../src/contract/endpoints/users.ts';
import { answerHeader } from '../../src/contract/headers.ts';
import { ApiProblem, Unreachable } from '../../src/device/calls/api-problem.ts';
import { callAsDevice } from '../../src/device/calls/call-as-device.ts';
import { callEndpoint } from '../../src/device/calls/call-endpoint.ts';
import { requireStream } from '../../src/device/calls/read-answer.ts';
import { makeDeviceKeys } from '../../src/device/store/device-key.ts';

const origin = 'https://floorkey.test';
const own = { [answerHeader]: 'yes' };

/** A server that answers one thing after the other and keeps what it was asked. */
function makeServer(...answers: (() => Response | Promise<Response>)[]) {
  const asked: Request[] = [];
  const fetch = async (input: string | URL | Request, init?: RequestInit) => {
    asked.push(new Request(input, init));
    const answer = answers[asked.length - 1];
    if (!answer) throw new Error('The server was asked too often');
    return answer();
  };
  return { asked, options: { fetch, origin } };
}

function problem(code: string, status: number, more: object = {}, headers: Record<string, string> = {}) {
  const body = { type: 'about:blank', title: code, status, code, detail: `About ${code}.`, ...more };
  const type = { ...own, 'content-type': 'application/problem+json' };
  return () => new Response(JSON.stringify(body), { status, headers: { ...type, ...headers } });
}

const done = () => new Response(null, { status: 204, headers: own });
const failOf = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a call', () => {
  it('fills the path, encoded, and sends no body where there is none', async () => {
    const { asked, options } = makeServer(problem('not_found', 404));
    await failOf(callEndpoint(getUser, { params: { userId: 'a/b?c' } }, options));
    expect(asked[0]?.url).toBe(`${origin}/api/users/a%2Fb%3Fc`);
    expect(asked[0]?.method).toBe('GET');
    expect(asked[0]?.body).toBeNull();
  });

  it('sends its body as JSON', async () => {
    const { asked, options } = makeServer(done);
    await callEndpoint(checkSetupCode, { body: { code: 'x' } }, options);
    expect(asked[0]?.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await asked[0]?.json()).toEqual({ code: 'x' });
  });

  it('turns a problem into an error with everything that a screen needs', async () => {
    const errors = [
      { field: 'pin', message: 'Too short.' },
      { field: 'pin', message: 'Second.' },
    ];
    const more = { errors, triesLeft: 2, retryAt: '2030-01-01T00:00:00Z' };
    const { options } = makeServer(problem('validation_failed', 422, more));
    const error = await failOf(callEndpoint(checkSetupCode, { body: { code: 'x' } }, options));
    expect(error).toBeInstanceOf(ApiProblem);
    expect(error).toMatchObject({
      code: 'validation_failed',
      status: 422,
      message: 'About validation_failed.',
      errors: { pin: 'Too short.' },
      triesLeft: 2,
      retryAt: new Date('2030-01-01T00:00:00Z'),
    });
  });

  it('is told apart from an unreachable server', async () => {
    const page = () =>
      new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } });
    const refuse = () => Promise.reject(new TypeError('fetch failed'));
    for (const answer of [page, refuse]) {
      const { asked, options } = makeServer(answer);
      expect(await failOf(callEndpoint(getUser, { params: { userId: '1' } }, options))).toBeInstanceOf(
        Unreachable,
      );
      expect(asked).toHaveLength(1);
    }
  });

  it('gives up on a server that never answers', async () => {
    const fetch = (input: string | URL | Request, init?: RequestInit) =>
      new Promise<Response>((_, reject) => {
        const { signal } = new Request(input, init);
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const call = callEndpoint(checkSetupCode, { body: { code: 'x' } }, { fetch, origin, milliseconds: 5 });
    expect(await failOf(call)).toBeInstanceOf(Unreachable);
  });

  it('refuses an answer that is not in the contract', async () => {
    const headers = { ...own, 'content-type': 'application/json' };
    const { options } = makeServer(() => new Response('{"id":1}', { headers }));
    const error = await failOf(callEndpoint(getUser, { params: { userId: '1' } }, options));
    expect(error).toMatchObject({ name: 'ApiProblem', code: 'internal' });
  });
});

const page = '<title>Sign in to the guest network</title>';
const html = { 'content-type': 'text/html' };
const json = { 'content-type': 'application/json' };
const problemBody = '{"type":"","title":"","status":401,"code":"not_signed_in","detail":""}';

describe('what something in between answered', () => {
  it.each<[string, number, string | null, Record<string, string>]>([
    ['the sign-in page of a guest network', 200, page, html],
    ['an empty 200', 200, '', {}],
    ['a 204 of another kind', 204, null, {}],
    ['JSON of another kind', 200, '{}', json],
    ['a 200 of Floorkey where there is no body', 200, '', own],
    ['a proxy’s refusal', 401, problemBody, json],
  ])('is not taken for the end of a session: %s', async (_, status, body, headers) => {
    const { options } = makeServer(() => new Response(body, { status, headers }));
    expect(await failOf(callEndpoint(signOut, {}, options))).toBeInstanceOf(Unreachable);
  });

  it.each<[string, number, string, Record<string, string>]>([
    ['the sign-in page of a guest network', 200, page, html],
    ['JSON of another kind', 200, '{"id":1}', json],
    ['a page with our header', 200, page, { ...own, ...html }],
    ['a problem of another kind', 404, problemBody, { 'content-type': 'application/problem+json' }],
  ])('is not taken for an answer: %s', async (_, status, body, headers) => {
    const { options } = makeServer(() => new Response(body, { status, headers }));
    expect(await failOf(callEndpoint(getUser, { params: { userId: '1' } }, options))).toBeInstanceOf(
      Unreachable,
    );
  });

  it.each<[string, number, Record<string, string>]>([
    ['the sign-in page of a guest network', 200, html],
    ['a stream of another kind', 200, { 'content-type': 'text/event-stream' }],
    ['a page with our header', 200, { ...own, ...html }],
    ['no content', 204, own],
  ])('is not taken for the stream: %s', async (_, status, headers) => {
    const response = new Response(status === 204 ? null : page, { status, headers });
    expect(await failOf(requireStream(response))).toBeInstanceOf(Unreachable);
  });

  it('is not taken for the stream, but Floorkey’s own one is', async () => {
    const headers = { ...own, 'content-type': 'text/event-stream' };
    expect(await failOf(requireStream(new Response('', { headers })))).toBeUndefined();
  });
});

describe('a call as a device', () => {
  it('signs once more, with the new nonce, when the server asks for one', async () => {
    const keys = await makeDeviceKeys();
    const { asked, options } = makeServer(
      problem('use_dpop_nonce', 401, {}, { 'dpop-nonce': 'n1' }),
      () => new Response(null, { status: 204, headers: { ...own, 'dpop-nonce': 'n2' } }),
      done,
    );
    const input = { query: { reason: 'locked' as const } };
    await callAsDevice({ keys, token: 'd.secret' }, endPinSession, input, {
      ...options,
      pinSession: 'p.secret',
    });
    await callAsDevice({ keys, token: 'd.secret' }, endPinSession, input, options);
    const proofs = asked.map(({ headers }) => decodeJwt(headers.get('dpop') ?? ''));
    expect(proofs.slice(1).map(({ nonce }) => nonce)).toEqual(['n1', 'n2']);
    expect(new Set(proofs.map(({ jti }) => jti)).size).toBe(3);
    expect(proofs[1]).toMatchObject({ htm: 'DELETE', htu: `${origin}/api/device/pin-session` });
    expect(proofs[1]?.ath).toMatch(/^[\w-]{43}$/);
    expect(asked[1]?.headers.get('authorization')).toBe('DPoP d.secret');
    expect(asked.map(({ headers }) => headers.get('floorkey-pin-session'))).toEqual([
      'p.secret',
      'p.secret',
      null,
    ]);
    expect(asked[1]?.url).not.toContain('secret');
  });

  it('asks twice at most', async () => {
    const keys = await makeDeviceKeys();
    const again = problem('use_dpop_nonce', 401, {}, { 'dpop-nonce': 'n' });
    const { asked, options } = makeServer(again, again, again);
    const error = await failOf(
      callAsDevice({ keys, token: 't' }, signInWithPin, { body: { pin: '483920' } }, options),
    );
    expect(error).toMatchObject({ code: 'use_dpop_nonce' });
    expect(asked).toHaveLength(2);
  });

  it('sends a wrong PIN only once', async () => {
    const keys = await makeDeviceKeys();
    const { asked, options } = makeServer(problem('wrong_pin', 401, { triesLeft: 4 }, { 'dpop-nonce': 'n' }));
    const error = await failOf(
      callAsDevice({ keys, token: 't' }, signInWithPin, { body: { pin: '483920' } }, options),
    );
    expect(error).toMatchObject({ code: 'wrong_pin', triesLeft: 4 });
    expect(asked).toHaveLength(1);
  });

  it('proves a new key without a token', async () => {
    const keys = await makeDeviceKeys();
    const { asked, options } = makeServer(done);
    await callAsDevice({ keys }, endPinSession, { query: { reason: 'locked' } }, options);
    const proof = asked[0]?.headers.get('dpop') ?? '';
    expect(asked[0]?.headers.has('authorization')).toBe(false);
    expect(decodeJwt(proof).ath).toBeUndefined();
    expect(decodeProtectedHeader(proof)).toMatchObject({ typ: 'dpop+jwt', alg: 'ES256' });
  });

  it('uses a key that no script can read out', async () => {
    const { privateKey } = await makeDeviceKeys();
    await expect(crypto.subtle.exportKey('jwk', privateKey)).rejects.toThrow();
  });
});

// One route for one endpoint of the contract: limits, guard, validation, handler, output check, answer.
import type { Context as HonoContext } from 'hono';
import type { Endpoint, Limit, Schema } from '../../contract/endpoint.ts';
import type { Context } from '../context.ts';
import { makeNonce } from '../crypto/proof-nonces.ts';
import type { Call, Handler } from '../domain/access/call.ts';
import { foldAddress } from '../domain/access/fold-address.ts';
import { ProblemError } from '../domain/access/problem-error.ts';
import type { Origin, SignedIn } from '../domain/access/signed-in.ts';
import { networksOf } from '../network-address.ts';
import type { DeviceStreams } from './device-streams.ts';
import { answerWithFile } from './file-answer.ts';
import { admit, type Caller } from './guard.ts';
import { describeNewSession, endReplacedSession } from './new-session.ts';
import { clearEverything } from './problem-response.ts';
import { readJsonBody } from './read-body.ts';
import { readOrigin, refuseCrossSite } from './request-source.ts';
import { writeSessionCookie } from './session-cookie.ts';
import { validate } from './validate.ts';

export type Route = {
  endpoint: Endpoint;
  /** Answers a request, or throws what becomes a problem. */
  respond(context: Context, request: HonoContext): Promise<Response>;
};

/** Counts by the place in the network, which is known before anything costs the server work or writes a row. */
async function countByAddress(context: Context, endpoint: Endpoint, origin: Origin): Promise<void> {
  for (const limit of endpoint.limits ?? []) {
    if (limit.by !== 'address') continue;
    for (const { name, places } of networksOf(origin.address)) {
      const ofNetwork = { ...limit, points: limit.points * places };
      await context.attemptLimits.count(endpoint.operation, ofNetwork, name);
    }
  }
}

function whoIs({ by }: Limit, caller: Caller, body: unknown): string {
  if (by === 'user' && caller.who === 'session') return caller.signedIn.user.id;
  if (by === 'session' && caller.who === 'session') return caller.signedIn.sessionId;
  if (by === 'device' && caller.who === 'device') return caller.device.id;
  if (by === 'email' && typeof body === 'object' && body !== null && 'email' in body)
    // As the look-up sees it: else each look-alike letter would give more tries at the same account.
    return foldAddress(String(body.email));
  throw new TypeError(`a limit by ${by} does not fit the endpoint`);
}

/** Counts by who calls. @returns how to take that back */
async function countByPerson(
  context: Context,
  endpoint: Endpoint,
  caller: Caller,
  body: unknown,
): Promise<() => Promise<void>> {
  const counted = (endpoint.limits ?? [])
    .filter(({ by }) => by !== 'address')
    .map((limit) => ({ limit, who: whoIs(limit, caller, body) }));
  for (const { limit, who } of counted) await context.attemptLimits.count(endpoint.operation, limit, who);
  return async () => {
    for (const { limit, who } of counted)
      await context.attemptLimits
        .giveBack(endpoint.operation, limit, who)
        // Nor may the answer to the try be lost with it.
        .catch((error: unknown) => context.log.warn({ err: error }, 'a try could not be given back'));
  };
}

/** Whether the work came to a verdict. What failed because of us, or was too much for us now, is nobody's try. */
const isJudged = (error: unknown) => error instanceof ProblemError && error.status < 500;

function readPart(schema: Schema | undefined, value: unknown): unknown {
  return schema ? validate(schema, value) : undefined;
}

async function readInput(endpoint: Endpoint, request: HonoContext) {
  const query = Object.fromEntries(new URL(request.req.url).searchParams);
  return {
    params: readPart(endpoint.params, request.req.param()),
    query: readPart(endpoint.query, query),
    body: endpoint.body
      ? validate(endpoint.body, await readJsonBody(request.req.raw, endpoint.bodyBytes))
      : undefined,
  };
}

function answerWith(endpoint: Endpoint, request: HonoContext, answer: unknown): Response {
  request.header('cache-control', 'no-store');
  // A device that says it wipes itself is through: its browser clears what the app may have missed.
  if (endpoint.access.who === 'device' && endpoint.access.revoked === 'wipes')
    request.header('clear-site-data', clearEverything);
  if (answer instanceof ReadableStream) {
    request.header('content-type', 'text/event-stream');
    // Proxies that gather answers would hold the signals back.
    request.header('x-accel-buffering', 'no');
    return request.body(answer);
  }
  if (endpoint.output === 'file') return answerWithFile(request, answer);
  if (endpoint.output === null || endpoint.output === 'stream') return request.body(null, 204);
  // Only what the contract names leaves the server.
  return request.json(validateAnswer(endpoint.output, answer));
}

function validateAnswer(output: Schema, answer: unknown): object {
  try {
    const checked = validate(output, answer);
    if (typeof checked === 'object' && checked !== null) return checked;
  } catch (error) {
    throw new Error('an answer does not fit the contract', { cause: error });
  }
  throw new Error('an answer must be an object');
}

const runHandler = async <E extends Endpoint>(handle: Handler<E>, call: Call<E>): Promise<unknown> =>
  handle(call);

/** Binds a handler to its endpoint. */
export function makeRoute<E extends Endpoint>(
  endpoint: E,
  handle: Handler<E>,
  streams: DeviceStreams,
): Route {
  return {
    endpoint,
    respond: async (context, request) => {
      const { access } = endpoint;
      if (access.who !== 'anyone' || access.newDeviceKey)
        request.header('dpop-nonce', makeNonce(context.keys.proofNonce, context.clock()));
      // Nor must a link of another site make somebody fetch a file, which is noted as their doing.
      if (endpoint.method !== 'GET' || endpoint.output === 'file') refuseCrossSite(context, request);
      const origin = readOrigin(context, request);
      await countByAddress(context, endpoint, origin);
      const asker: { signedIn?: SignedIn } = {};
      try {
        const caller = await admit(context, request, access, (found) => {
          asker.signedIn = found;
        });
        const input = await readInput(endpoint, request);
        const giveBack = await countByPerson(context, endpoint, caller, input.body);
        const call = {
          context,
          origin,
          ...input,
          ...caller,
          startSession: async (token: string) => {
            const session = await describeNewSession(context, token);
            await endReplacedSession(context, request, origin);
            writeSessionCookie(context, request, token);
            return session;
          },
          forgetSession: () => writeSessionCookie(context, request, null),
          openStream: streams.open,
        };
        // The guard and the schemas of this very endpoint have just made it what its type says.
        const answer = await runHandler(handle, call as unknown as Call<E>).catch(async (error: unknown) => {
          if (!isJudged(error)) await giveBack();
          throw error;
        });
        return answerWith(endpoint, request, answer);
      } catch (error) {
        if (asker.signedIn) context.refusals.note(asker.signedIn, endpoint.operation, error, origin);
        throw error;
      }
    },
  };
}

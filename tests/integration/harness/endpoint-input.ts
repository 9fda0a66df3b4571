// What an endpoint makes of bad input: made from the contract, so that a new endpoint is tested by being there.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Endpoint, Schema } from '../../../src/contract/endpoint.ts';
import { endpoints } from '../../../src/contract/endpoints.ts';
import { ProblemError } from '../../../src/server/domain/access/problem-error.ts';
import { validate } from '../../../src/server/http/validate.ts';
import { type AccessWorld, callerFor, goodRequest, makeAccessWorld, renewOwner } from './access-world.ts';
import { type Answer, codeOf, pathOf, readAnswer } from './api-client.ts';
import { expectRefusal, expectRefusals } from './expect-shut-out.ts';
import type { TestDevice } from './test-device.ts';

const all: readonly Endpoint[] = Object.values(endpoints);
const fieldsSchema = z.record(z.string(), z.unknown());

let world: AccessWorld;

// Whatever a field is meant to hold, some of these are not it.
const strangeValues: unknown[] = [
  null,
  true,
  -1,
  1.5,
  9e15,
  1e300,
  '',
  [],
  {},
  ['x'],
  { toString: 'x' },
  '\0',
  'a\0b',
  '\ud800',
  'a\udfffb',
  'x'.repeat(10_000),
  '💥'.repeat(5_000),
  '\u202egnp.exe',
  "'; drop table users; --",
  '__proto__',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
];

// Only text that is well-formed can be written into an address, and not more than the headers of a request may hold.
const strangeQueries = strangeValues.filter(
  (value) => typeof value === 'string' && value.isWellFormed() && encodeURIComponent(value).length < 12_000,
);

const named = (value: unknown) => JSON.stringify(value).slice(0, 40);

const provesKey = ({ access }: Endpoint) => access.who === 'anyone' && access.newDeviceKey === true;

/** What is refused counts, too, where the place in the network is counted. */
async function forgetCalls({ limits }: Endpoint): Promise<void> {
  if (limits?.some(({ by }) => by === 'address')) await world.rows.query('delete from attempt_limits');
}

type Part = 'params' | 'query' | 'body';

/** A part as it arrives: texts in the address, JSON in the body. */
function overTheWire(part: Part, value: Record<string, unknown>): unknown {
  if (part === 'body') return JSON.parse(JSON.stringify(value));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, String(each)]));
}

/** What the server's own check of a part finds; `null` where it takes the part. */
function findErrors(schema: Schema, part: Part, value: Record<string, unknown>) {
  try {
    validate(schema, overTheWire(part, value));
    return null;
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'validation_failed') throw error;
    return error.extras.errors ?? [];
  }
}

/** Sends what the schema takes, and expects no failure of it. It may use the good request up, and end the session. */
async function sendTaken(endpoint: Endpoint, caller: TestDevice, part: Part, name: string, value: unknown) {
  await forgetCalls(endpoint);
  const input = await goodRequest(world, endpoint);
  const changed = { ...fieldsSchema.parse(input[part]), [name]: value };
  const answer = await caller.callRaw(endpoint, { ...input, [part]: changed });
  expect(answer.status, `${name}: ${named(value)}: ${JSON.stringify(answer.body)}`).toBeLessThan(500);
  if (answer.status === 429) await world.rows.query('delete from attempt_limits');
  await renewOwner(world);
  await world.rows.query(
    'update devices set pin_failures = 0, pin_paused_until = null, pin_day_failures = 0',
  );
  for (const [cookie, token] of world.owner.client.cookies) {
    if (endpoint.access.who === 'session') caller.cookies.set(cookie, token);
  }
}

/**
 * Puts each strange value in place of each field of one part. Whether it is taken is asked of the very function by which
 * the server checks every request. What it takes is sent. Of what it refuses, one value of each field is sent, or all of
 * them in an address, where the way there may change them: the server must answer with the same errors to the letter.
 */
async function tryStrangeValues(endpoint: Endpoint, part: Part, values: unknown[]) {
  const schema = endpoint[part];
  if (!schema) return;
  const caller = await callerFor(world, endpoint);
  let good = await goodRequest(world, endpoint);
  let tried = 0;
  for (const name of Object.keys(fieldsSchema.parse(good[part]))) {
    let sent = 0;
    for (const value of values) {
      tried += 1;
      const changed = { ...fieldsSchema.parse(good[part]), [name]: value };
      const errors = findErrors(schema, part, changed);
      if (!errors) {
        await sendTaken(endpoint, caller, part, name, value);
        good = await goodRequest(world, endpoint);
        continue;
      }
      expect(errors.map(({ field }) => field.split('.')[0])).toContain(name);
      if (part !== 'params' && sent > 0) continue;
      sent += 1;
      await forgetCalls(endpoint);
      const send = () => caller.callRaw(endpoint, { ...good, [part]: changed });
      // The proof names the address, so that a strange one may fail by that already.
      if (part === 'params' && provesKey(endpoint))
        expect(['validation_failed', 'proof_invalid']).toContain(codeOf(await send()));
      else expect((await expectRefusal(world, 'validation_failed', send)).errors).toEqual(errors);
    }
  }
  expect(tried).toBeGreaterThan(0);
}

const withInput = all.filter(({ params, query, body }) => params || query || body);

/** Tests one share of all endpoints, counted from 0: a file of its own for each, so that they run side by side. */
export function testInput(share: number, shares: number): void {
  beforeAll(async () => {
    world = await makeAccessWorld();
  });
  afterAll(() => world?.rows.close());
  beforeEach(async () => {
    // Each endpoint is called more often here than its limits allow in one quarter of an hour.
    await world.rows.query('delete from attempt_limits');
    await renewOwner(world);
  });

  describe.each(withInput.filter((_, place) => place % shares === share))('$operation', (endpoint) => {
    /** A good body, and a sender of any body whatever from one who may. */
    async function prepare() {
      const caller = await callerFor(world, endpoint);
      const { params, body } = await goodRequest(world, endpoint);
      const path = pathOf(endpoint, params);
      const send = async (
        body: BodyInit,
        contentType: string | null = 'application/json',
      ): Promise<Answer> => {
        await forgetCalls(endpoint);
        const authorization: Record<string, string> = caller.token
          ? { authorization: `DPoP ${caller.token}` }
          : {};
        const init: RequestInit & { duplex?: 'half' } = {
          method: endpoint.method,
          headers: {
            dpop: await caller.prove(endpoint, path),
            ...authorization,
            ...(contentType === null ? {} : { 'content-type': contentType }),
          },
          body,
          ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
        };
        return readAnswer(await caller.send(path, init));
      };
      // The first answer brings the nonce for the proofs.
      await send('', 'text/plain');
      return { text: JSON.stringify(body), send };
    }

    if (endpoint.body) {
      const bodyBytesMost = endpoint.bodyBytes ?? 64 * 1024;

      it('takes a body as large as the contract says', async () => {
        const { text, send } = await prepare();
        const answer = await send(text.padEnd(bodyBytesMost));
        expect(answer.status, JSON.stringify(answer.body)).toBe(endpoint.output === null ? 204 : 200);
      });

      it('refuses a body of one byte more, with and without a length in its headers', async () => {
        const { text: good, send } = await prepare();
        const text = good.padEnd(bodyBytesMost + 1);
        await expectRefusals(world, 'body_too_large', [
          () => send(text),
          () => send(new Blob([text]).stream()),
        ]);
      });

      it('refuses what is not JSON', async () => {
        const { text, send } = await prepare();
        const broken: BodyInit[] = [
          '',
          '{',
          text.slice(0, -1),
          `${text}x`,
          "{'a': 1}",
          '\ufeff',
          new Uint8Array([0x22, 0xff, 0x22]),
        ];
        await expectRefusals(
          world,
          'malformed_json',
          broken.map((body) => () => send(body)),
        );
      });

      it('refuses JSON that is no object', async () => {
        const { send } = await prepare();
        const others = ['null', '1', '"x"', '[]', 'true'];
        await expectRefusals(
          world,
          'validation_failed',
          others.map((body) => () => send(body)),
        );
      });

      it('refuses every other content type', async () => {
        const { text, send } = await prepare();
        const others = [
          'text/plain',
          'application/x-www-form-urlencoded',
          'multipart/form-data; boundary=x',
          'application/jsonp',
          'x',
        ];
        await expectRefusals(world, 'unsupported_media_type', [
          ...others.map((type) => () => send(text, type)),
          () => send(new Blob([text]), null),
        ]);
      });

      it('names a field that it does not know', async () => {
        const { text: good, send } = await prepare();
        const extras = ['{"organizationId":"x",', '{"__proto__":{"admin":true},', '{"constructor":1,'];
        const refusals = await expectRefusals(
          world,
          'validation_failed',
          extras.map((extra) => () => send(good.replace('{', extra))),
        );
        for (const [at, { errors }] of refusals.entries()) {
          expect(errors).toHaveLength(1);
          expect(extras[at]).toContain(`"${errors?.[0]?.field}"`);
        }
      });

      it('takes an empty object as what is missing, or as nothing to do', async () => {
        const { send } = await prepare();
        const answer = await send('{}');
        const isGood = endpoint.body && z.safeParse(endpoint.body, {}).success;
        if (isGood) expect(answer.status).toBe(endpoint.output === null ? 204 : 200);
        else expect(codeOf(answer)).toBe('validation_failed');
      });

      it('answers strange values in the body with the field that is not right, or does them', async () => {
        await tryStrangeValues(endpoint, 'body', strangeValues);
      });
    }

    if (endpoint.query) {
      it('names a part of the query that it does not know', async () => {
        const input = await goodRequest(world, endpoint);
        const caller = await callerFor(world, endpoint);
        const query = { ...fieldsSchema.parse(input.query ?? {}), organizationId: 'x' };
        const { errors } = await expectRefusal(world, 'validation_failed', () =>
          caller.callRaw(endpoint, { ...input, query }),
        );
        expect(errors?.map(({ field }) => field)).toEqual(['organizationId']);
      });

      it('answers strange values in the query with the part that is not right, or does them', async () => {
        await tryStrangeValues(endpoint, 'query', strangeQueries);
      });
    }

    if (endpoint.params) {
      it('answers strange values in the path with the part that is not right', async () => {
        await tryStrangeValues(endpoint, 'params', [
          'x',
          '0',
          'null',
          '\0',
          '%',
          '00000000-0000-0000-0000-00000000000',
          "'",
          'x'.repeat(5_000),
          '💥',
        ]);
      });

      it('finds nothing under an id that nobody has', async () => {
        const input = await goodRequest(world, endpoint);
        const caller = await callerFor(world, endpoint);
        const [name = ''] = Object.keys(fieldsSchema.parse(input.params));
        const params = { [name]: crypto.randomUUID() };
        await expectRefusal(world, 'not_found', () => caller.callRaw(endpoint, { ...input, params }));
      });

      it('survives a path that is not even well-formed', async () => {
        const caller = await callerFor(world, endpoint);
        for (const part of ['%', '%zz', '%00', '%ff%fe', '%c0%af', '..%2f..']) {
          const path = endpoint.path.replace(/\{\w+\}/, part);
          const answer = await readAnswer(await caller.send(path, { method: endpoint.method }));
          expect(answer.status, part).toBeGreaterThanOrEqual(400);
          expect(answer.status, part).toBeLessThan(500);
        }
      });
    }
  });
}

// Who may call an endpoint: made from the contract, so that a new endpoint is tested by being there.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Endpoint } from '../../src/contract/endpoint.ts';
import type { PasskeyRule } from '../../src/contract/endpoints/organization.ts';
import { endpoints } from '../../src/contract/endpoints.ts';
import { permissions } from '../../src/contract/permissions.ts';
import { devices } from '../../src/server/database/schema.ts';
import {
  type AccessWorld,
  callerFor,
  goodRequest,
  goodRequests,
  makeAccessWorld,
  renewOwner,
} from './harness/access-world.ts';
import { ApiClient, codeOf, pathOf, type RawInput, readAnswer } from './harness/api-client.ts';
import { expectRefusal, expectRefusals, expectStrangerShutOut, ofNobody } from './harness/expect-shut-out.ts';
import { TestDevice } from './harness/test-device.ts';
import { addUser, openSession } from './harness/test-organization.ts';
import { storePasskey } from './harness/test-passkey.ts';

const all: readonly Endpoint[] = Object.values(endpoints);
const stepUpMs = 5 * 60_000;

let world: AccessWorld;
beforeAll(async () => {
  world = await makeAccessWorld();
});
afterAll(() => world?.rows.close());
// Each endpoint is called more often here than its limits allow in one quarter of an hour.
beforeEach(async () => {
  await world.rows.query('delete from attempt_limits');
  await renewOwner(world);
});

const asSession = ({ access }: Endpoint) => (access.who === 'session' ? access : null);
const needsGoodRequest = ({ params, query, body }: Endpoint) =>
  Boolean(params || body || (query && !z.safeParse(query, {}).success));

it('has a good request for every endpoint that needs one', () => {
  const missing = all.filter(
    (endpoint) => needsGoodRequest(endpoint) && !(endpoint.operation in goodRequests),
  );
  expect(missing.map(({ operation }) => operation)).toEqual([]);
});

it('sees every row that is added, changed or deleted, and none that a statement leaves as it was', async () => {
  const { id } = await addUser(world.owner.client, 'staff');
  const writesOf = async (statement: string) => {
    const before = await world.rows.read();
    await world.rows.query(statement, [id]);
    const after = await world.rows.read();
    return Object.entries(after).filter(([key, count]) => before[key] !== count);
  };
  expect(await writesOf(`update users set phone = phone where id = $1`)).toEqual([]);
  expect(await writesOf(`update users set last_name = 'Seen' where id = $1`)).toEqual([
    ['UPDATE on users', expect.any(Number)],
  ]);
  expect(await writesOf('delete from users where id = $1')).toContainEqual([
    'DELETE on users',
    expect.any(Number),
  ]);
  const before = await world.rows.read();
  await addUser(world.owner.client, 'staff');
  expect(await world.rows.read()).not.toEqual(before);
});

describe.each(all)('$operation', (endpoint) => {
  const { access, operation } = endpoint;
  const session = asSession(endpoint);

  const request = (): Promise<RawInput> => goodRequest(world, endpoint);

  it('does a good request of one who may', async () => {
    const input = await request();
    const answer = await (await callerFor(world, endpoint)).callRaw(endpoint, input);
    expect(answer.status, JSON.stringify(answer.body)).toBe(endpoint.output === null ? 204 : 200);
  });

  if (session)
    describe('for sessions', () => {
      it('asks one without a session to sign in', async () => {
        const input = await request();
        const client = await TestDevice.make(world.server.url);
        await expectRefusal(world, 'not_signed_in', () => client.callRaw(endpoint, input));
      });

      it('takes no session cookie with another secret, or of another form', async () => {
        const input = await request();
        const [id] = (world.owner.client.cookies.get('floorkey') ?? '').split('.');
        const tokens = [`${id}.${'A'.repeat(43)}`, `${id}.`, `${id}`, '.', 'x'.repeat(3000), "' or 1=1 --"];
        const client = await TestDevice.make(world.server.url);
        await expectRefusals(
          world,
          'not_signed_in',
          tokens.map((token) => () => {
            client.cookies.set('floorkey', token);
            return client.callRaw(endpoint, input);
          }),
        );
      });

      it('does not fall back to the cookie when a device token is not right', async () => {
        const input = await request();
        const client = await openSession(world.server, world.owner.session);
        const others = ['DPoP nonsense', 'Bearer x', ''];
        await expectRefusals(
          world,
          'device_unknown',
          others.map((authorization) => () => client.callRaw(endpoint, input, { authorization })),
        );
      });

      it('keeps what belongs to another organization out of reach', async () => {
        await expectStrangerShutOut(world, endpoint);
      });

      it('keeps what stands in other units out of reach of one who is limited to a unit', async () => {
        const input = await request();
        const caller = await callerFor(world, endpoint, world.unitAdmin);
        if (endpoint.params && !ofNobody.has(operation)) {
          const answer = await caller.callRaw(endpoint, input);
          // What belongs to no unit, such as a role, is refused whole: whatever the id, in the same words.
          const code = codeOf(answer) === 'permission_missing' ? 'permission_missing' : 'not_found';
          await expectRefusal(world, code, () => caller.callRaw(endpoint, input));
          const params = Object.fromEntries(
            [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, crypto.randomUUID()]),
          );
          return expectRefusal(world, code, () => caller.callRaw(endpoint, { ...input, params }));
        }
        const told = JSON.stringify((await caller.callRaw(endpoint, input)).body ?? {});
        const others = await world.rows.query(
          'select id from users where organization_id = $1 and not exists (select from user_units where user_id = users.id) union select id from devices where organization_id = $1 and unit_id is null',
          [world.owner.session.organization.id],
        );
        expect(others.length).toBeGreaterThan(3);
        expect(others.filter(({ id }) => told.includes(String(id)))).toEqual([]);
      });
    });

  if (session?.permission)
    it('refuses one whose role lacks the permission', async () => {
      const input = await request();
      const caller = await callerFor(world, endpoint, world.staff);
      await expectRefusal(world, 'permission_missing', () => caller.callRaw(endpoint, input));
    });

  const needsPassword =
    session?.account || (session?.permission && permissions[session.permission].assurance !== 'pin');
  if (session && needsPassword)
    it('refuses a PIN session, whatever its role', async () => {
      const input = await request();
      await expectRefusal(world, 'assurance_too_low', () => world.counter.callRaw(endpoint, input));
    });
  if (session && !needsPassword)
    it('takes a PIN session of one who may', async () => {
      expect((await world.counter.callRaw(endpoint, await request())).status).toBeLessThan(300);
    });
  if (session)
    it('takes the token of a PIN session only from its own device', async () => {
      const input = await request();
      const thief = world.tablet.at(world.server.url);
      thief.pinSessionToken = world.counter.pinSessionToken;
      await expectRefusal(world, 'not_signed_in', () => thief.callRaw(endpoint, input));
    });

  if (session?.stepUp)
    it('asks for the password again once 5 minutes have passed', async () => {
      const now = world.server.clock.now.getTime();
      const input = await request();
      const caller = await callerFor(world, endpoint);
      const [id] = (caller.cookies.get('floorkey') ?? '').split('.');
      const enterPasswordAt = (ms: number) =>
        world.rows.query('update account_sessions set stepped_up_at = $1 where id = $2', [new Date(ms), id]);
      await enterPasswordAt(now - stepUpMs);
      await expectRefusal(world, 'step_up_required', () => caller.callRaw(endpoint, input));
      await enterPasswordAt(now - stepUpMs + 1);
      expect((await caller.callRaw(endpoint, input)).status).toBeLessThan(300);
    });

  if (session)
    it('refuses a session that owes the passkey which its organization requires, unless it leads to that', async () => {
      const input = await request();
      const { server, rows, owner } = world;
      const { organization, user } = owner.session;
      const setRule = (rule: PasskeyRule) =>
        rows.query('update organizations set passkey_rule = $1 where id = $2', [rule, organization.id]);
      const refuse = async () => {
        const client = await TestDevice.make(server.url);
        for (const [name, value] of owner.client.cookies) client.cookies.set(name, value);
        await expectRefusal(world, 'passkey_required', () => client.callRaw(endpoint, input));
      };
      await rows.query('delete from passkeys');
      await setRule('power');
      if (!session.beforePasskey) await refuse();
      await storePasskey(server, { organizationId: organization.id, userId: user.id });
      if (session.beforePasskey !== 'always') await refuse();
      await setRule('nobody');
    });

  if (session?.newDeviceKey)
    it('refuses a request without the proof of a new key', async () => {
      const input = await request();
      const { client } = world.owner;
      await expectRefusal(world, 'proof_invalid', () => client.callRaw(endpoint, input));
      await expectRefusal(world, 'proof_invalid', () => client.callRaw(endpoint, input, { dpop: 'a.b.c' }));
    });

  if (access.who === 'device')
    describe('for devices', () => {
      it('refuses one without a token, or with one that was never given', async () => {
        const input = await request();
        const stranger = await TestDevice.make(world.server.url);
        const tokens = ['', ...[world.tablet.id, crypto.randomUUID()].map((id) => `${id}.${'A'.repeat(43)}`)];
        await expectRefusals(
          world,
          'device_unknown',
          tokens.map((token) => () => {
            stranger.token = token;
            return stranger.callRaw(endpoint, input);
          }),
        );
      });

      it('refuses a token without a proof, or with a proof of another key', async () => {
        const input = await request();
        const { token } = await callerFor(world, endpoint);
        const bare = new ApiClient(world.server.url);
        const authorization = `DPoP ${token}`;
        await expectRefusal(world, 'proof_invalid', () => bare.callRaw(endpoint, input, { authorization }));
        const thief = await TestDevice.make(world.server.url);
        thief.token = token;
        await expectRefusal(world, 'proof_invalid', () => thief.callRaw(endpoint, input));
      });

      it('does not take an account session instead', async () => {
        const input = await request();
        await expectRefusal(world, 'device_unknown', () => world.owner.client.callRaw(endpoint, input));
      });

      if (access.who === 'device' && !access.revoked)
        it('refuses a revoked device, and clears its browser where it did not wipe itself in a minute', async () => {
          const input = await request();
          // One that has sent its receipt may hold a new link by now.
          await world.server.context.database.lookUp
            .update(devices)
            .set({ wipedAt: null })
            .where(eq(devices.id, world.revoked.id));
          world.server.clock.advance(60_000);
          await expectRefusal(world, 'device_revoked', () => world.revoked.callRaw(endpoint, input));
          const { headers } = await world.revoked.callRaw(endpoint, input);
          expect(headers.get('clear-site-data')).toContain('"storage"');
        });
    });

  if (endpoint.method !== 'GET')
    it('refuses what a page of another site sent', async () => {
      const input = await request();
      const caller = await callerFor(world, endpoint);
      const { origin } = new URL(world.server.url);
      const foreign: Record<string, string>[] = [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { origin: origin.replace('http:', 'https:') },
        { origin: `${origin}0` },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { 'sec-fetch-site': 'cross-site', origin },
      ];
      await expectRefusals(
        world,
        'cross_site',
        foreign.map((headers) => () => caller.callRaw(endpoint, input, headers)),
      );
    });

  if (endpoint.method !== 'GET')
    it('takes what its own page sent', async () => {
      const { origin } = new URL(world.server.url);
      const input = await request();
      const caller = await callerFor(world, endpoint);
      const answer = await caller.callRaw(endpoint, input, { origin, 'sec-fetch-site': 'same-origin' });
      expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    });

  // Of several with the same address, the first one answers for all.
  const isFirst = all.find(({ path }) => path === endpoint.path) === endpoint;
  if (isFirst)
    it('refuses every other method of its address', async () => {
      const path = pathOf(endpoint, (await request()).params);
      const others = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter(
        (method) => !all.some((other) => other.path === endpoint.path && other.method === method),
      );
      const caller = await callerFor(world, endpoint);
      await expectRefusals(
        world,
        'method_not_allowed',
        others.map((method) => async () => readAnswer(await caller.send(path, { method }))),
      );
    });

  it('names the same operation as the table', () => {
    expect(new Map<string, Endpoint>(Object.entries(endpoints)).get(operation)).toBe(endpoint);
  });
});

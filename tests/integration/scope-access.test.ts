// What each role may call and what each reach may see: made from the contract over role × endpoint × organization × unit.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Endpoint } from '../../src/contract/endpoint.ts';
import { endpoints } from '../../src/contract/endpoints.ts';
import { goodRequest, goodRequests } from './harness/access-world.ts';
import { type Answer, codeOf, type RawInput } from './harness/api-client.ts';
import { bringWithinReach, findIds, findKind, listIds, listQueries } from './harness/scope-requests.ts';
import { type Caller, enter, listHidden, makeScopeWorld, type ScopeWorld } from './harness/scope-world.ts';
import type { TestDevice } from './harness/test-device.ts';

const all: readonly Endpoint[] = Object.values(endpoints);
const forSessions = all.filter(({ access }) => access.who === 'session');
const callerNames = [
  ...['owner', 'admin', 'manager', 'staff', 'clerk'].map((role) => `${role} of whole`),
  ...['admin', 'manager', 'staff', 'clerk'].map((role) => `${role} of unit-a`),
  ...['partner-manager', 'partner', 'admin'].map((role) => `${role} of partner-1`),
];

let world: ScopeWorld;
beforeAll(async () => {
  world = await makeScopeWorld();
});
afterAll(() => world?.rows.close());

function callerOf(name: string): Caller {
  const caller = world.callers.find((each) => each.name === name);
  if (!caller) throw new Error(`nobody is called ${name}`);
  return caller;
}

const permissionOf = ({ access }: Endpoint) => (access.who === 'session' ? access.permission : undefined);
const mayCall = ({ permissions }: Caller, endpoint: Endpoint) => {
  const permission = permissionOf(endpoint);
  return permission === undefined || permissions.has(permission);
};

/** Sends a request, however often its endpoint was called before. */
async function ask(client: TestDevice, endpoint: Endpoint, input: RawInput): Promise<Answer> {
  if (endpoint.limits) await world.rows.query('delete from attempt_limits');
  return client.callRaw(endpoint, input);
}

/** What an answer says; the id of a request is new in each. */
function saidIn({ status, body }: Answer): string {
  const isProblem = typeof body === 'object' && body !== null && 'requestId' in body;
  return `${status} ${JSON.stringify(isProblem ? { ...body, requestId: '' } : body)}`;
}

const trailSchema = z.looseObject({ events: z.array(z.looseObject({ action: z.string() })) });

/** Without the notes of exports: they tell which ids somebody asked for, here those of everybody else. */
function withoutExports(answer: Answer): Answer {
  const trail = trailSchema.safeParse(answer.body);
  if (trail.success) {
    const events = trail.data.events.filter(({ action }) => action !== 'audit.exported');
    return { ...answer, body: { ...trail.data, events } };
  }
  const { body } = answer;
  if (typeof body !== 'string') return answer;
  return { ...answer, body: body.split('\n').filter((line) => !line.includes('audit.exported')) };
}

const randomParams = ({ path }: Endpoint) =>
  Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, randomUUID()]));

it('has everybody of the world in its table', () => {
  expect(world.callers.map(({ name }) => name).toSorted()).toEqual(callerNames.toSorted());
});

describe.each(callerNames)('%s', (name) => {
  it('is let in to what the role opens, and to nothing else', async () => {
    const caller = callerOf(name);
    const wrong: string[] = [];
    let client = await enter(world, caller);
    for (const endpoint of forSessions) {
      const answer = await ask(client, endpoint, {
        params: randomParams(endpoint),
        body: endpoint.body ? {} : undefined,
      });
      // It may have ended the session.
      if (answer.status < 300 && endpoint.method !== 'GET') client = await enter(world, caller);
      const isRefused = codeOf(answer) === 'permission_missing';
      // Those who are limited may be refused more: what belongs to no unit.
      const isRight = mayCall(caller, endpoint) ? !isRefused || caller.scope === 'unit-a' : isRefused;
      if (!isRight) wrong.push(`${endpoint.operation}: ${saidIn(answer)}`);
    }
    expect(wrong).toEqual([]);
  });

  it('is told nothing of what is out of reach, whatever is asked for', async () => {
    const caller = callerOf(name);
    const hidden = listHidden(world, caller.scope);
    const client = await enter(world, caller);
    const words = [
      ...['none', 'canary', 'site-b', 'user-elsewhere', 'Role-of', 'First-partner-2', '1', '2', '9'],
      ...['user.changed', 'sign-ins', '2020-01-01T00:00:00.000Z', '2040-01-01T00:00:00.000Z', '999999999'],
    ];
    const told: string[] = [];
    let asked = 0;
    for (const endpoint of forSessions.filter(({ method }) => method === 'GET')) {
      if (!mayCall(caller, endpoint)) continue;
      const [parameter] = Object.keys(randomParams(endpoint));
      for (const id of parameter ? listIds(world, parameter) : ['']) {
        const params = parameter ? { [parameter]: id } : {};
        for (const query of listQueries(world, endpoint, words)) {
          asked += 1;
          const said = saidIn(withoutExports(await ask(client, endpoint, { params, query })));
          // Who did something to one's own people is told by name.
          const isTrail = endpoint.path.startsWith('/api/audit-events');
          for (const { place, words } of hidden) {
            if (isTrail && place === 'whole') continue;
            const leak = words.find((word) => said.includes(word));
            if (leak) told.push(`${endpoint.operation} ${id} ${JSON.stringify(query)}: ${leak} of ${place}`);
          }
        }
      }
    }
    expect(told.slice(0, 20)).toEqual([]);
    expect(asked).toBeGreaterThan(2);
  });
});

/** What somebody is answered to every question that changes nothing. */
async function askEverything(client: TestDevice, caller: Caller): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  for (const endpoint of forSessions.filter(({ method }) => method === 'GET')) {
    // What is taken along as a file is noted; the organization's own revision says that something changed, and not what.
    if (!mayCall(caller, endpoint) || endpoint.output === 'file') continue;
    const [parameter] = Object.keys(randomParams(endpoint));
    for (const id of parameter ? listIds(world, parameter) : ['']) {
      const params = parameter ? { [parameter]: id } : {};
      for (const query of listQueries(world, endpoint, ['canary', 'user', '1', '2'])) {
        const said = saidIn(await ask(client, endpoint, { params, query }));
        answers.set(
          `${endpoint.operation} ${id} ${JSON.stringify(query)}`,
          endpoint.operation === 'getOrganization' ? said.replace(/"revision":\d+/, '') : said,
        );
      }
    }
  }
  return answers;
}

it.each(['admin of unit-a', 'clerk of unit-a', 'partner-manager of partner-1'])(
  'answers the %s every question as before, whatever is added and changed out of reach',
  async (name) => {
    const caller = callerOf(name);
    const client = await enter(world, caller);
    const before = await askEverything(client, caller);
    await world.changeOutOfReach();
    const after = await askEverything(client, caller);
    const changed = [...before].filter(([question, said]) => after.get(question) !== said);
    expect(changed.map(([question, said]) => [question, said, after.get(question)])).toEqual([]);
    expect(before.size).toBeGreaterThan(20);
  },
);

const withIds = forSessions.filter(({ operation }) => operation in goodRequests);

describe.each(['admin of whole', 'admin of unit-a', 'partner-manager of partner-1'])('for the %s', (name) => {
  it.each(withIds)(
    '$operation answers ids that are out of reach like ids that nobody has',
    async (endpoint) => {
      const caller = callerOf(name);
      if (!mayCall(caller, endpoint)) return;
      const client = await enter(world, caller);
      const input = await goodRequest(world, endpoint);
      await bringWithinReach(world, caller, input);
      const before = await world.rows.read();
      let done = 0;
      for (const { id, put } of findIds(input)) {
        const kind = await findKind(world, id);
        const strange = listHidden(world, caller.scope).filter((thing) => thing.kind === kind);
        if (strange.length === 0) continue;
        const send = (other: string) => {
          const changed = put(other);
          return ask(client, endpoint, typeof changed === 'object' && changed !== null ? changed : {});
        };
        const answer = await send(randomUUID());
        if (answer.status < 400) done += 1;
        const nothing = saidIn(answer);
        for (const thing of strange) {
          expect(saidIn(await send(thing.id)), `${kind} of ${thing.place}`).toBe(nothing);
        }
      }
      // A file that was taken along is noted in the trail.
      if (done === 0) expect(await world.rows.read()).toEqual(before);
    },
  );
});

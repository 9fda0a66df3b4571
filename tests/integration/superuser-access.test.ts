// Two organizations on a server that connects as a superuser, as with the PostgreSQL of a container: made from the contract.
import { afterAll, beforeAll, beforeEach, describe, it } from 'vitest';
import type { Endpoint } from '../../src/contract/endpoint.ts';
import { endpoints } from '../../src/contract/endpoints.ts';
import { type AccessWorld, makeAccessWorld, renewOwner } from './harness/access-world.ts';
import { expectStrangerShutOut } from './harness/expect-shut-out.ts';

const all: readonly Endpoint[] = Object.values(endpoints);

let world: AccessWorld;
beforeAll(async () => {
  world = await makeAccessWorld(({ adminUrl }) => adminUrl);
});
afterAll(() => world?.rows.close());
beforeEach(async () => {
  await world.rows.query('delete from attempt_limits');
  await renewOwner(world);
});

describe.each(all.filter(({ access }) => access.who === 'session'))('$operation', (endpoint) => {
  it('keeps what belongs to another organization out of reach', async () => {
    await expectStrangerShutOut(world, endpoint);
  });
});

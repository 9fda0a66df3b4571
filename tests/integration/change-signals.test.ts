// Change signals: a tablet's stream hears of what any process of the server did.
import { beforeAll, describe, expect, it } from 'vitest';
import { revokeDevice } from '../../src/contract/endpoints/devices.ts';
import { updateUser } from '../../src/contract/endpoints/users.ts';
import { ApiClient } from './harness/api-client.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { openStoredRows } from './harness/stored-rows.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addOrganization,
  addUser,
  freshUsername,
  type Member,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { DatabaseClone } from './harness/test-postgres.ts';
import type { TestServer } from './harness/test-server.ts';

let database: DatabaseClone;
let a: TestServer;
let b: TestServer;
let owner: Member;

beforeAll(async () => {
  database = await makeDatabase();
  a = await makeServer({ databaseUrl: database.url });
  owner = await setUpOrganization(a);
  b = await makeServer({ databaseUrl: database.url, clock: a.clock });
});

async function makeTablet(): Promise<TestDevice> {
  const tablet = await TestDevice.make(a.url);
  await tablet.authorize(owner.client, freshUsername());
  return tablet;
}

describe('a stream', () => {
  it('begins with “changed”, since it can’t know what was missed', async () => {
    const stream = await (await makeTablet()).openStream();
    await stream.waitFor('changed');
    await stream.close();
  });

  it('hears of a change through its own process and through another one', async () => {
    const tablet = await makeTablet();
    const streams = [await tablet.openStream(), await tablet.at(b.url).openStream()];
    for (const stream of streams) await stream.waitFor('changed');
    const person = await addUser(owner.client, 'staff');
    for (const stream of streams) await stream.waitFor('changed', 2, 3_000);
    const ownerAtB = new ApiClient(b.url);
    for (const [name, value] of owner.client.cookies) ownerAtB.cookies.set(name, value);
    await ownerAtB.succeed(updateUser, {
      params: { userId: person.id },
      body: { revision: person.revision, firstName: 'New' },
    });
    for (const stream of streams) await stream.waitFor('changed', 3, 3_000);
    for (const stream of streams) await stream.close();
  });

  it('hears through one process that another one revoked its device', async () => {
    const tablet = await makeTablet();
    const stream = await tablet.at(b.url).openStream();
    await stream.waitFor('changed');
    await owner.client.succeed(revokeDevice, { params: { deviceId: tablet.id }, body: {} });
    await stream.waitFor('revoked', 1, 3_000);
    await stream.ended;
  });

  it('hears nothing of another organization', async () => {
    const other = await addOrganization(a, 'Elsewhere');
    const tablet = await makeTablet();
    const theirs = await TestDevice.make(a.url);
    await theirs.authorize(other.client, 'Till');
    const [ourStream, theirStream] = [await tablet.openStream(), await theirs.openStream()];
    await ourStream.waitFor('changed');
    await theirStream.waitFor('changed');
    await addUser(other.client, 'staff');
    await theirStream.waitFor('changed', 2);
    expect(ourStream.events).toEqual(['changed']);
    await ourStream.close();
    await theirStream.close();
  });

  it('says “changed” once more after the connection for signals was lost and found', async () => {
    const tablet = await makeTablet();
    const stream = await tablet.openStream();
    await stream.waitFor('changed');
    const rows = await openStoredRows(database.adminUrl);
    const cut = await rows.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'floorkey signals' and datname = current_database()`,
    );
    expect(cut).toHaveLength(2);
    await stream.waitFor('changed', 2, 10_000);
    await addUser(owner.client, 'staff');
    await stream.waitFor('changed', 3, 10_000);
    await stream.close();
    await rows.close();
  });

  it('is one of three at most for a device; the oldest ends', async () => {
    const tablet = await makeTablet();
    const streams = [];
    for (let count = 0; count < 4; count += 1) {
      const stream = await tablet.openStream();
      await stream.waitFor('changed');
      streams.push(stream);
    }
    await streams[0]?.ended;
    await addUser(owner.client, 'staff');
    for (const stream of streams.slice(1)) await stream.waitFor('changed', 2);
    for (const stream of streams) await stream.close();
  });
});

// The list of people as a file: what it holds, what it never holds, and that an import takes it back.
import { beforeAll, expect, it } from 'vitest';
import { checkUserImport } from '../../src/contract/endpoints/user-imports.ts';
import { exportUsers } from '../../src/contract/endpoints/users.ts';
import type { ApiClient } from './harness/api-client.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import {
  addMember,
  addUnit,
  addUser,
  limitToUnits,
  type Member,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
beforeAll(async () => {
  server = await makeServer({ databaseUrl: (await makeDatabase()).url });
  owner = await setUpOrganization(server);
});

async function readExport(client: ApiClient, query: Record<string, string> = {}): Promise<string> {
  const { status, body } = await client.callRaw(exportUsers, { query });
  expect(status).toBe(200);
  return String(body);
}

const usernamesOf = (csv: string) =>
  csv
    .split('\r\n')
    .slice(1)
    .flatMap((line) => (line === '' ? [] : [line.split(',')[0]]));

it('writes titles, users by name, and no PIN', async () => {
  const pin = '840372';
  await addUser(owner.client, 'staff', { username: 'zed', firstName: 'Zed', pin });
  await addUser(owner.client, 'manager', {
    username: 'amy',
    firstName: 'Amy',
    email: 'amy@northgate.example',
  });
  const csv = await readExport(owner.client);
  expect(csv.split('\r\n')[0]).toContain('Username,Role,First name,Last name,Email address');
  expect(usernamesOf(csv)).toEqual(['amy', 'olive', 'zed']);
  expect(csv).not.toContain(pin);
  expect(csv).toContain('amy,Manager,Amy,,amy@northgate.example');
  expect(usernamesOf(await readExport(owner.client, { search: 'amy@' }))).toEqual(['amy']);
});

it('holds no cell that a spreadsheet takes for a formula, and an import reads the cells as they were', async () => {
  for (const [at, name] of ['=1+1', '+2', '-3', '@SUM(A1)', '\u2212x'].entries()) {
    await addUser(owner.client, 'staff', {
      username: `${name}|${at}`,
      firstName: name,
      lastName: 'a "b", c',
    });
  }
  const csv = await readExport(owner.client);
  expect(csv).not.toMatch(/(^|,|\n)"?[=+\-@\t]/);
  for (const existing of ['skip', 'update'] as const) {
    const again = await owner.client.succeed(checkUserImport, { body: { csv, existing, invite: false } });
    expect(again.problems).toEqual([]);
    // Nobody is changed by what is as it was.
    expect(again.counts).toEqual({ added: 0, updated: 0, skipped: again.rows });
  }
  const renamed = csv.replaceAll(/^(?!Username)('?[^,]{3})/gm, '$1-again').replace(/^.*olive.*\n/m, '');
  const checked = await owner.client.succeed(checkUserImport, {
    body: { csv: renamed, existing: 'skip', invite: false },
  });
  expect(checked.sample.map(({ name }) => name)).toContain('=1+1 a "b", c');
});

it('holds only whom the one who asks may see', async () => {
  const limited = await addMember(server, owner.client, 'manager');
  const organizationId = owner.session.organization.id;
  const unit = await addUnit(server, organizationId, 'Yard');
  await limitToUnits(server, organizationId, limited.user.id, [unit]);
  expect(usernamesOf(await readExport(limited.client))).toEqual([limited.user.username]);
});

it('writes units so that an import finds the same ones, whatever they are called and wherever they stand', async () => {
  const organizationId = owner.session.organization.id;
  const north = await addUnit(server, organizationId, 'North');
  const places = [
    await addUnit(server, organizationId, 'Hall'),
    await addUnit(server, organizationId, 'Hall', north),
    await addUnit(server, organizationId, 'Line 1/2 | C\\', north),
  ];
  for (const [at, place] of places.entries()) {
    const user = await addUser(owner.client, 'staff', { username: `placed-${at}` });
    await limitToUnits(server, organizationId, user.id, [place]);
  }
  const csv = await readExport(owner.client, { search: 'placed' });
  const body = { csv, existing: 'update', invite: false } as const;
  expect(await owner.client.succeed(checkUserImport, { body })).toMatchObject({
    problems: [],
    counts: { added: 0, updated: 0, skipped: 3 },
  });
});

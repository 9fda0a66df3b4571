// People who come in from a CSV file: what is checked before, and that nobody comes of a file that does not fit.
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  checkUserImport,
  getUserImport,
  startUserImport,
  type UserImport,
} from '../../src/contract/endpoints/user-imports.ts';
import { listUsers, type User, updateUser } from '../../src/contract/endpoints/users.ts';
import { userImports } from '../../src/server/database/schema.ts';
import type { ApiClient } from './harness/api-client.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addMember,
  addUnit,
  addUser,
  limitToUnits,
  type Member,
  openSession,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let organizationId: string;
beforeAll(async () => {
  server = await makeServer({ databaseUrl: (await makeDatabase()).url });
  owner = await setUpOrganization(server);
  organizationId = owner.session.organization.id;
  const site = await addUnit(server, organizationId, 'Site');
  await addUnit(server, organizationId, 'Hall', site);
  const other = await addUnit(server, organizationId, 'Other');
  await addUnit(server, organizationId, 'Hall', other);
});

const check = (csv: string, existing: 'skip' | 'update' = 'skip', client: ApiClient = owner.client) =>
  client.succeed(checkUserImport, { body: { csv, existing, invite: false } });

/** Starts an import and waits for its end. */
async function finish(importId: string, client: ApiClient = owner.client): Promise<UserImport> {
  const params = { importId };
  await client.succeed(startUserImport, { params });
  return expect
    .poll(() => client.succeed(getUserImport, { params }), { timeout: 30_000, interval: 100 })
    .toMatchObject({ state: expect.stringMatching(/done|failed/) })
    .then(() => client.succeed(getUserImport, { params }));
}

async function importFile(csv: string, existing: 'skip' | 'update' = 'skip'): Promise<UserImport> {
  const { import: checked, problems } = await check(csv, existing);
  if (!checked) throw new Error(JSON.stringify(problems));
  return finish(checked.id);
}

async function find(search: string): Promise<User[]> {
  return (await owner.client.succeed(listUsers, { query: { search } })).users;
}

describe('the check of a file', () => {
  it.each([
    ['Username\n', 'but no rows'],
    ['Username,Usrname\nx,y', 'Unknown column'],
    ['Username,username\nx,y', 'appears twice'],
    ['First name\nAna', '“Username” is missing'],
    ['Username\n"open', 'can’t be read as CSV'],
    ['Username,Role\nx,Boss', 'There is no role “Boss”'],
    ['Username,Role\nx,Owner', 'can’t make somebody an owner'],
    ['Username,PIN\nx,123456', 'Sequences'],
    ['Username,PIN\nx,84037', 'exactly 6 digits'],
    ['Username,Email address\nx,nobody', 'not an email address'],
    ['Username,Phone number\nx,12', 'country code'],
    ['Username,Units\nx,Nowhere', 'There is no unit “Nowhere”'],
    ['Username,Units\nx,Hall', 'Several units'],
    ['Username,Language\nx,tlh', 'one of the languages'],
    ['Username\nsame\nSAME', 'Row 2 has the same username'],
    ['Username,PIN\na,840372\nb,840372', 'Row 2 has the same PIN'],
    ['Username,Email address\na,a@x.example\nb,A@X.example', 'Row 2 has the same email address'],
    ['Username,Email address\na,olive@northgate.example', 'This email address is taken'],
    ['Username\nx,y', 'more cells than there are titles'],
    [',\nx,', '“Username” is missing'],
  ])('says what is wrong with %j', async (csv, words) => {
    const checked = await check(csv);
    expect(checked.import).toBeNull();
    expect(checked.problemCount).toBeGreaterThan(0);
    expect(checked.problems.map(({ message }) => message).join('\n')).toContain(words);
  });

  it('takes what spreadsheets write: semicolons, tabs, a byte order mark, quoted cells, empty rows', async () => {
    for (const csv of [
      '\ufeffUsername;First name\r\nzoe;Zoë\r\n',
      'username\tFIRST NAME\nzoe\tZoë\n\n\n',
      'Username,First name\n"zoe","Zoë ""Z"""\n,\n',
    ]) {
      const checked = await check(csv);
      expect(checked.problems).toEqual([]);
      expect(checked).toMatchObject({ rows: 1, counts: { added: 1, updated: 0, skipped: 0 } });
      expect(checked.sample[0]).toMatchObject({ row: 2, username: 'zoe', role: 'Staff', action: 'add' });
    }
    expect(await find('zoe')).toEqual([]);
  });

  it('names every problem of every row at once, by the row that a spreadsheet shows', async () => {
    const { problems, problemCount } = await check('Username,PIN,Role\n,111111,Boss\nfine,,\n\nlate,1,');
    expect(problems.map(({ row, column }) => `${row} ${column}`).toSorted()).toEqual([
      '2 PIN',
      '2 Role',
      '2 Username',
      '5 PIN',
    ]);
    expect(problemCount).toBe(4);
  });

  it('takes 10,000 users and refuses one more', async () => {
    const rows = Array.from({ length: 10_000 }, (_, at) => `many-${at}`);
    expect((await check(['Username', ...rows].join('\n'))).counts.added).toBe(10_000);
    const { problems } = await check(['Username', ...rows, 'one-more'].join('\n'));
    expect(problems[0]?.message).toContain('at most 10000');
  });

  it('gives and tells those who are limited to a unit nothing beyond it', async () => {
    const yard = await addUnit(server, organizationId, 'Yard');
    const limited = await addMember(server, owner.client, 'manager');
    await limitToUnits(server, organizationId, limited.user.id, [yard]);
    const hidden = await addUser(owner.client, 'staff', { username: 'hidden', firstName: 'Hidden' });
    for (const [csv, words] of [
      ['Username,Units\nx,Other', 'There is no unit “Other”'],
      ['Username,Role\nx,Admin', 'can do more than yours'],
      ['Username\nhidden', 'This username is taken'],
    ] as const) {
      const text = JSON.stringify((await check(csv, 'update', limited.client)).problems);
      expect(text).toContain(words);
      expect(text).not.toContain(hidden.name);
    }
    const { import: checked } = await check('Username\nyard-hand', 'skip', limited.client);
    const { client } = { client: await openSession(server, limited.session) };
    expect(await finish(checked?.id ?? '', client)).toMatchObject({ state: 'done' });
    expect((await find('yard-hand'))[0]?.units).toEqual([{ id: yard, name: 'Yard' }]);
  });
});

describe('the import', () => {
  it('writes everything that a row says, and the PIN works at a tablet', async () => {
    const csv = [
      'Username,Role,First name,Last name,Email address,Phone number,PIN,Units,Language',
      'ina,Manager,Ina,Ito,ina@northgate.example,+49 30 901820,602915,Site / Hall | Other,de',
    ].join('\n');
    expect(await importFile(csv)).toMatchObject({ state: 'done', total: 1, done: 1, failure: null });
    expect((await find('ina@northgate'))[0]).toMatchObject({
      username: 'ina',
      name: 'Ina Ito',
      role: { name: 'Manager' },
      phone: '+4930901820',
      language: 'de',
      units: [{ name: 'Hall' }, { name: 'Other' }],
      hasPin: true,
      pinChange: null,
    });
    await importFile('Username,PIN\nivo,730284');
    const tablet = await TestDevice.make(server.url);
    await tablet.authorize(owner.client, 'Imports');
    expect((await tablet.signInWithPin('730284')).status).toBe(200);
  });

  it('skips users who are there, or updates only what the file says of them', async () => {
    const user = await addUser(owner.client, 'staff', { username: 'uma', firstName: 'Uma', lastName: 'Old' });
    const csv = 'Username,Last name,Role\nUMA,New,\numa-2,Two,Manager';
    expect((await check(csv)).counts).toEqual({ added: 1, updated: 0, skipped: 1 });
    expect((await check(csv, 'update')).counts).toEqual({ added: 1, updated: 1, skipped: 0 });
    await importFile(csv);
    expect((await find('uma')).map(({ name }) => name)).toEqual(['Two', 'Uma Old']);
    await importFile(csv, 'update');
    expect((await find('uma')).find(({ id }) => id === user.id)).toMatchObject({
      username: 'uma',
      name: 'Uma New',
      role: { name: 'Staff' },
    });
  });

  it('gives a temporary PIN to whom somebody’s PIN was meant for, and says only how many they are', async () => {
    await addUser(owner.client, 'staff', { pin: '915027' });
    const ended = await importFile('Username,PIN\nfirst-of-two,482913\nsecond-of-two,915027');
    expect(ended).toMatchObject({ state: 'done', failure: null, leftOut: 0, madePins: 1 });
    expect(await find('first-of-two')).toMatchObject([{ hasPin: true, pinChange: null }]);
    expect(await find('second-of-two')).toMatchObject([{ hasPin: true, pinChange: 'temporary' }]);
  });

  it('writes nobody when somebody took a username between check and start', async () => {
    const { import: checked } = await check('Username\nnew-hand\nraced');
    await addUser(owner.client, 'staff', { username: 'raced', email: 'raced@northgate.example' });
    const { import: other } = await check('Username,Email address\nlate,free@northgate.example');
    await addUser(owner.client, 'staff', { email: 'free@northgate.example' });
    expect(await finish(other?.id ?? '')).toMatchObject({ state: 'failed' });
    // A username that is there by now is skipped, as was asked for.
    expect(await finish(checked?.id ?? '')).toMatchObject({ state: 'done' });
    expect(await find('late')).toEqual([]);
  });

  it('starts once, however often it is asked, and not after an hour', async () => {
    const { import: checked } = await check('Username\nonce');
    const params = { importId: checked?.id ?? '' };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => owner.client.call(startUserImport, { params })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(9);
    const { import: old } = await check('Username\ntoo-old');
    server.clock.advance(3_600_000);
    const fresh = await openSession(server, owner.session);
    expect((await fresh.refuse(startUserImport, { params: { importId: old?.id ?? '' } })).code).toBe(
      'import_not_ready',
    );
    owner = { ...owner, client: fresh };
  });

  it('writes nobody for one who may no longer manage users', async () => {
    const admin = await addMember(server, owner.client, 'manager');
    const { import: checked } = await check('Username\nnever', 'skip', admin.client);
    await owner.client.succeed(updateUser, {
      params: { userId: admin.user.id },
      body: { revision: admin.user.revision, state: 'suspended' },
    });
    const importId = checked?.id ?? '';
    await server.context.database.inOrganization(organizationId, async (tx) => {
      await tx.update(userImports).set({ state: 'running' }).where(eq(userImports.id, importId));
      await server.context.jobs.enqueue(tx, 'import-users', { organizationId, importId });
    });
    const read = () =>
      server.context.database.inOrganization(organizationId, (tx) =>
        tx.query.userImports.findFirst({ where: eq(userImports.id, importId) }),
      );
    await expect.poll(read, { timeout: 20_000 }).toMatchObject({ state: 'failed', sealed: null });
    expect(await find('never')).toEqual([]);
  });

  it('keeps nothing of the file in clear while it waits', async () => {
    await check('Username,PIN,Email address\nsecretly,351948,secretly@northgate.example');
    const rows = await server.context.database.inOrganization(organizationId, (tx) =>
      tx.query.userImports.findMany(),
    );
    const all = rows.map(({ sealed }) => sealed?.toString('latin1') ?? '').join('');
    expect(all.length).toBeGreaterThan(0);
    expect(all).not.toContain('351948');
    expect(all).not.toContain('secretly');
  });
});

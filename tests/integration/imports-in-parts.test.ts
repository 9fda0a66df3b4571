// Imports that are written in parts: nobody waits for the whole, and whatever cuts one off, it goes on without doubling anybody.
import { and, eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makePins } from '../../scripts/bench/bench-organization.ts';
import { checkUserImport, startUserImport } from '../../src/contract/endpoints/user-imports.ts';
import { createUser, listUsers, updateUser } from '../../src/contract/endpoints/users.ts';
import { userUnitsMost } from '../../src/contract/fields.ts';
import { auditEvents, organizations, userImports, users } from '../../src/server/database/schema.ts';
import { runUserImport } from '../../src/server/domain/imports/run-user-import.ts';
import type { ApiClient } from './harness/api-client.ts';
import { importPeople } from './harness/import-people.ts';
import { quickPace } from './harness/queued-mail.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import {
  addMember,
  addUnit,
  addUser,
  findRoleId,
  freshUsername,
  type Member,
  openSession,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const rowCount = 250;
/** A row of the second part: its PIN is the only one, so that hashing begins when a part is written already. */
const withPin = 150;

let databaseUrl: string;
let server: TestServer;
let owner: Member;
let organizationId: string;
beforeAll(async () => {
  databaseUrl = (await makeDatabase()).url;
  server = await makeServer({ databaseUrl, pace: quickPace });
  owner = await setUpOrganization(server);
  organizationId = owner.session.organization.id;
});

let prefix: string;
let pin: string;
let pins = 0;
beforeEach(() => {
  vi.restoreAllMocks();
  prefix = freshUsername();
  pins += 1;
  pin = makePins(pins).at(-1) ?? '';
});

const inDatabase = <T>(work: Parameters<typeof server.context.database.inOrganization<T>>[1]) =>
  server.context.database.inOrganization(organizationId, work);

const writeFile = () =>
  [
    'Username,PIN,Email address',
    ...Array.from({ length: rowCount }, (_, at) => {
      const row = at + 2;
      return `${prefix}-${row},${row === withPin ? pin : ''},${prefix}-${row}@northgate.example`;
    }),
  ].join('\n');

/** Checks the file and marks it as started, without the job. @returns what the job works with */
async function prepare(client: ApiClient = owner.client) {
  const body = { csv: writeFile(), existing: 'skip', invite: false } as const;
  const { import: checked, problems } = await client.succeed(checkUserImport, { body });
  expect(problems).toEqual([]);
  const importId = checked?.id ?? '';
  await inDatabase((tx) =>
    tx.update(userImports).set({ state: 'running' }).where(eq(userImports.id, importId)),
  );
  return { organizationId, importId };
}

const readImport = ({ importId }: { importId: string }) =>
  inDatabase((tx) => tx.query.userImports.findFirst({ where: eq(userImports.id, importId) }));
const countPeople = async () => (await owner.client.succeed(listUsers, { query: { search: prefix } })).total;
const readRevision = async () =>
  (await inDatabase((tx) => tx.select().from(organizations)))[0]?.revision ?? 0;

/** Does something once, when the second part is being prepared. */
function beforeSecondPart(work: () => Promise<unknown>): void {
  const { hashing } = server.context;
  const hash = hashing.hashPin.bind(hashing);
  vi.spyOn(hashing, 'hashPin').mockImplementationOnce(async (...given) => {
    await work();
    return hash(...given);
  });
}

it('change the organization a part at a time, so that others get at it in between', async () => {
  const job = await prepare();
  const before = await readRevision();
  await runUserImport(server.context, job);
  expect(await readImport(job)).toMatchObject({ state: 'done', done: rowCount, failure: null });
  expect((await readRevision()) - before).toBe(3);
  expect(await countPeople()).toBe(rowCount);
});

it('go on behind what is written, and double nobody, when they are cut off in the middle', async () => {
  const job = await prepare();
  beforeSecondPart(() => Promise.reject(new Error('the process died')));
  await expect(runUserImport(server.context, job)).rejects.toThrow('died');
  expect(await readImport(job)).toMatchObject({ state: 'running', done: 100 });
  expect(await countPeople()).toBe(100);
  await Promise.all([1, 2].map(() => runUserImport(server.context, job)));
  expect(await readImport(job)).toMatchObject({ state: 'done', done: rowCount, sealed: null });
  expect(await countPeople()).toBe(rowCount);
  const ends = await inDatabase((tx) =>
    tx.select().from(auditEvents).where(eq(auditEvents.action, 'users.imported')),
  );
  expect(ends.at(-1)?.detail).toEqual({ added: rowCount, updated: 0, skipped: 0 });
  const created = await inDatabase((tx) =>
    tx
      .select({ subjectId: auditEvents.subjectId })
      .from(auditEvents)
      .innerJoin(users, eq(users.id, auditEvents.subjectId))
      .where(and(eq(auditEvents.action, 'user.created'), eq(users.username, `${prefix}-7`))),
  );
  expect(created).toHaveLength(1);
});

it('leave out a row that no longer fits when its turn comes, name it, and write the others', async () => {
  const job = await prepare();
  beforeSecondPart(() =>
    addUser(owner.client, 'staff', { email: `${prefix}-${withPin + 1}@northgate.example` }),
  );
  await runUserImport(server.context, job);
  const ended = await readImport(job);
  expect(ended).toMatchObject({ state: 'done', done: rowCount });
  expect(ended?.failure).toContain(`Row ${withPin + 1}: This email address is taken.`);
  expect(ended?.progress?.leftOut).toHaveLength(1);
});

it('write nothing of a file that no longer fits when they begin', async () => {
  const job = await prepare();
  await addUser(owner.client, 'staff', { email: `${prefix}-${rowCount}@northgate.example` });
  await runUserImport(server.context, job);
  const ended = await readImport(job);
  expect(ended).toMatchObject({ state: 'failed', done: 0, sealed: null });
  expect(ended?.failure).toContain('Nothing was written');
});

it('say how far they came when whoever started them may go no further', async () => {
  const manager = await addMember(server, owner.client, 'manager');
  const job = await prepare(manager.client);
  beforeSecondPart(() =>
    owner.client.succeed(updateUser, {
      params: { userId: manager.user.id },
      body: { revision: manager.user.revision, state: 'suspended' },
    }),
  );
  await runUserImport(server.context, job);
  const ended = await readImport(job);
  expect(ended).toMatchObject({ state: 'failed', done: 100, sealed: null });
  expect(ended?.failure).toContain(`The first 100 of ${rowCount} rows were imported`);
  expect(await countPeople()).toBe(100);
});

it('are left for the next start when the server stops, which is within ten seconds, and end there', async () => {
  const body = { csv: writeFile(), existing: 'skip', invite: false } as const;
  const { import: checked } = await owner.client.succeed(checkUserImport, { body });
  const importId = checked?.id ?? '';
  const gate = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  beforeSecondPart(async () => {
    reached.resolve();
    await gate.promise;
  });
  await owner.client.succeed(startUserImport, { params: { importId } });
  await reached.promise;
  const started = performance.now();
  const stopped = server.stop();
  gate.resolve();
  await stopped;
  expect(performance.now() - started).toBeLessThan(10_000);
  server = await makeServer({ databaseUrl, pace: quickPace });
  await expect
    .poll(() => readImport({ importId }), { timeout: 60_000, interval: 200 })
    .toMatchObject({ state: 'done', done: rowCount, failure: null });
  const written = await inDatabase((tx) => tx.select({ name: users.username }).from(users));
  expect(written.filter(({ name }) => name.startsWith(`${prefix}-`))).toHaveLength(rowCount);
}, 90_000);

describe('the units of one user', () => {
  it('are at most so many, in a form, in a change and in a file', async () => {
    const client = await openSession(server, owner.session);
    const names = Array.from({ length: userUnitsMost + 1 }, (_, at) => `Bay ${at} ${prefix}`);
    const ids: string[] = [];
    for (const name of names) ids.push(await addUnit(server, organizationId, name));
    const roleId = await findRoleId(client, 'staff');
    const expected = { code: 'validation_failed', errors: [{ field: 'unitIds' }] };
    const created = await client.refuse(createUser, { body: { username: prefix, roleId, unitIds: ids } });
    expect(created).toMatchObject(expected);
    expect(created.detail).toContain(String(userUnitsMost));
    const body = { username: `${prefix}-full`, roleId, unitIds: ids.slice(1) };
    const { id, revision } = await client.succeed(createUser, { body });
    expect(
      await client.refuse(updateUser, { params: { userId: id }, body: { revision, unitIds: ids } }),
    ).toMatchObject(expected);
    const csv = (cells: string[]) => `Username,Units\n${prefix}-limited,${cells.join('|')}`;
    const file = { csv: csv(names), existing: 'skip', invite: false } as const;
    const { import: none, problems } = await client.succeed(checkUserImport, { body: file });
    expect(none).toBeNull();
    expect(problems).toEqual([{ row: 2, column: 'Units', message: created.detail }]);
    expect((await importPeople(client, csv(names.slice(1)))).state).toBe('done');
  }, 60_000);
});

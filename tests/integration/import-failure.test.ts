// Imports that fail for good: they end with words, nothing of their file is kept, and the audit trail tells of them.
import { eq } from 'drizzle-orm';
import { beforeAll, expect, it, vi } from 'vitest';
import { checkUserImport, getUserImport } from '../../src/contract/endpoints/user-imports.ts';
import { listUsers } from '../../src/contract/endpoints/users.ts';
import { auditEvents, userImports } from '../../src/server/database/schema.ts';
import { giveUserImportUp } from '../../src/server/domain/imports/end-user-import.ts';
import { runUserImport } from '../../src/server/domain/imports/run-user-import.ts';
import { finishImport, keepWrittenImport } from './harness/import-people.ts';
import { quickPace } from './harness/queued-mail.ts';
import { makeServer } from './harness/server-of-file.ts';
import { addUser, type Member, setUpOrganization } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
beforeAll(async () => {
  server = await makeServer({ pace: quickPace });
  owner = await setUpOrganization(server);
});

async function check(csv: string): Promise<string> {
  const body = { csv, existing: 'skip', invite: false } as const;
  const { import: checked } = await owner.client.succeed(checkUserImport, { body });
  return checked?.id ?? '';
}

const readImport = (importId: string) =>
  server.context.database.inOrganization(owner.session.organization.id, (tx) =>
    tx.query.userImports.findFirst({ where: eq(userImports.id, importId) }),
  );

it('end as failed once the queue has given them up', async () => {
  const hash = vi.spyOn(server.context.hashing, 'hashPin').mockRejectedValue(new Error('broken'));
  const importId = await check('Username,PIN\nnever,840372');
  const ended = await finishImport(owner.client, importId, 60_000);
  hash.mockRestore();
  expect(ended).toMatchObject({ state: 'failed', failure: expect.stringContaining('Nothing was written') });
  expect(await readImport(importId)).toMatchObject({ sealed: null });
  expect((await owner.client.succeed(listUsers, { query: { search: 'never' } })).total).toBe(0);
  const events = await server.context.database.inOrganization(owner.session.organization.id, (tx) =>
    tx.select().from(auditEvents).where(eq(auditEvents.action, 'users.import-failed')),
  );
  expect(events).toMatchObject([
    { actorId: owner.session.user.id, detail: { people: 1, reason: ended.failure }, address: '127.0.0.1' },
  ]);
}, 90_000);

it('are done, with a word on the invitations, when their users were written before', async () => {
  const user = await addUser(owner.client, 'staff');
  const job = await keepWrittenImport(server, owner, [user.id]);
  await giveUserImportUp(server.context, job);
  expect(await owner.client.succeed(getUserImport, { params: { importId: job.importId } })).toMatchObject({
    state: 'done',
    failure: expect.stringContaining('invitations'),
  });
});

it('write each user once when a run that was taken for dead comes back', async () => {
  const importId = await check('Username,PIN,Email address\nonce,593718,once@northgate.example');
  const { id: organizationId } = owner.session.organization;
  await server.context.database.inOrganization(organizationId, (tx) =>
    tx.update(userImports).set({ state: 'running' }).where(eq(userImports.id, importId)),
  );
  const job = { organizationId, importId };
  await Promise.all([1, 2, 3].map(() => runUserImport(server.context, job)));
  expect(await readImport(importId)).toMatchObject({ state: 'done', failure: null });
  expect((await owner.client.succeed(listUsers, { query: { search: 'once' } })).total).toBe(1);
});

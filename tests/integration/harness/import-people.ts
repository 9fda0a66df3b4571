// Imports of people for tests: a file from the check to its end, and one that was written but has not invited yet.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import {
  checkUserImport,
  getUserImport,
  startUserImport,
  type UserImport,
} from '../../../src/contract/endpoints/user-imports.ts';
import { userImports } from '../../../src/server/database/schema.ts';
import { sealImport } from '../../../src/server/domain/imports/check-user-import.ts';
import type { ImportJob } from '../../../src/server/jobs/jobs.ts';
import type { ApiClient } from './api-client.ts';
import type { Member } from './test-organization.ts';
import type { TestServer } from './test-server.ts';

type Wanted = { existing?: 'skip' | 'update'; invite?: boolean };

/** Starts a checked import and waits for its end. */
export async function finishImport(
  client: ApiClient,
  importId: string,
  timeout = 30_000,
): Promise<UserImport> {
  const params = { importId };
  await client.succeed(startUserImport, { params });
  const read = () => client.succeed(getUserImport, { params });
  await expect
    .poll(read, { timeout, interval: 100 })
    .toMatchObject({ state: expect.stringMatching(/done|failed/) });
  return read();
}

/** Imports a file that has no problems. @returns how it ended */
export async function importPeople(
  client: ApiClient,
  csv: string,
  { existing = 'skip', invite = false }: Wanted = {},
): Promise<UserImport> {
  const body = { csv, existing, invite };
  const { import: checked, problems } = await client.succeed(checkUserImport, { body });
  if (!checked) throw new Error(JSON.stringify(problems));
  return finishImport(client, checked.id, 170_000);
}

/** The rows of a file that says nothing but usernames, from row 2 on. */
export const usernameRows = (usernames: readonly string[]) =>
  usernames.map((username, at) => ({
    row: at + 2,
    cells: {
      username,
      role: '',
      firstName: '',
      lastName: '',
      email: '',
      phone: '',
      pin: '',
      units: '',
      language: '',
    },
  }));

/** An import whose people are written, as a process leaves it that dies before it has invited them. */
export async function keepWrittenImport(
  { context, clock }: TestServer,
  { session }: Pick<Member, 'session'>,
  inviteIds: string[],
): Promise<ImportJob> {
  const importId = randomUUID();
  const keptRows = usernameRows(inviteIds);
  const organizationId = session.organization.id;
  await context.database.inOrganization(organizationId, (tx) =>
    tx.insert(userImports).values({
      id: importId,
      organizationId,
      startedBy: session.user.id,
      state: 'running',
      sealed: sealImport(context.keys, importId, { rows: keptRows, existing: 'skip', invite: true }),
      total: inviteIds.length,
      done: inviteIds.length,
      progress: { added: inviteIds.length, updated: 0, skipped: 0, leftOut: [], inviteIds },
      createdAt: clock.now,
    }),
  );
  return { organizationId, importId };
}

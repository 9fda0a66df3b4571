// An organization that requires a passkey of roles with power, and people of it who have one or not.
import { updateOrganization } from '../../../src/contract/endpoints/organization.ts';
import { getSession, type Session } from '../../../src/contract/endpoints/session.ts';
import type { ApiClient } from './api-client.ts';
import { makeDatabase, makeServer } from './server-of-file.ts';
import { openStoredRows, type StoredRows } from './stored-rows.ts';
import type { TestAuthenticator } from './test-authenticator.ts';
import { type Member, setUpOrganization } from './test-organization.ts';
import { addTestPasskey } from './test-passkey.ts';
import type { TestServer } from './test-server.ts';

export type RequiredPasskeyWorld = {
  readonly server: TestServer;
  readonly rows: StoredRows;
  /** Has just used their passkey. */
  readonly owner: Member & { authenticator: TestAuthenticator };
};

/** Makes the world on a server and a database of its own. */
export async function makeRequiredPasskeyWorld(): Promise<RequiredPasskeyWorld> {
  const database = await makeDatabase();
  const server = await makeServer({ databaseUrl: database.url, env: { SIGN_UP: 'open' } });
  const owner = await setUpOrganization(server);
  const { authenticator } = await addTestPasskey(owner.client);
  await owner.client.succeed(updateOrganization, { body: { passkeyRule: 'power' } });
  return {
    server,
    rows: await openStoredRows(database.adminUrl),
    owner: { ...owner, authenticator },
  };
}

/** Makes the passkeys of a person older by so many milliseconds. */
export async function agePasskeys({ rows }: RequiredPasskeyWorld, userId: string, ms: number): Promise<void> {
  await rows.query(
    `update passkeys set created_at = created_at - $1 * interval '1 millisecond' where user_id = $2`,
    [ms, userId],
  );
}

/** What somebody is asked for before anything else. */
export async function stepOf(client: ApiClient): Promise<Session['passkeyStep']> {
  const { passkeyStep } = await client.succeed(getSession, {});
  return passkeyStep;
}

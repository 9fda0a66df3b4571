// A person with a passkey, on a server of their own, and what became of that passkey.
import { expect } from 'vitest';
import { type User, updateUser } from '../../../src/contract/endpoints/users.ts';
import { makeDatabase, makeServer } from './server-of-file.ts';
import { openStoredRows, type StoredRows } from './stored-rows.ts';
import type { TestAuthenticator } from './test-authenticator.ts';
import { addMember, type Member, setUpOrganization } from './test-organization.ts';
import { addTestPasskey, failByPasskey } from './test-passkey.ts';
import type { TestServer } from './test-server.ts';

type UserChange = {
  revision?: number;
  state?: 'active' | 'suspended';
  email?: string;
  password?: null;
  withoutWayIn?: true;
};

export type PasskeyWorld = {
  readonly server: TestServer;
  readonly rows: StoredRows;
  readonly owner: Member;
  /** The one whom a test is about; `renew` makes another. */
  person: Member & { user: User };
  authenticator: TestAuthenticator;
  renew(): Promise<void>;
  /** Has the owner change the person. */
  update(change: UserChange): Promise<User>;
  /** The detail of the newest event of this action that is about the person, or theirs. */
  eventOf(action: string): Promise<unknown>;
  /** Expects that the passkey is gone and opens nothing. */
  expectEnded(): Promise<void>;
};

/** Makes the world on a database of its own. */
export async function makePasskeyWorld(): Promise<PasskeyWorld> {
  const database = await makeDatabase();
  const server = await makeServer({ databaseUrl: database.url });
  const rows = await openStoredRows(database.adminUrl);
  const owner = await setUpOrganization(server);
  const makePerson = async () => {
    const person = await addMember(server, owner.client, 'manager');
    return { person, authenticator: (await addTestPasskey(person.client)).authenticator };
  };
  const world: PasskeyWorld = {
    server,
    rows,
    owner,
    ...(await makePerson()),
    renew: async () => {
      // Sign-ins are counted by address, and all tests have the same.
      await rows.query('delete from attempt_limits');
      Object.assign(world, await makePerson());
    },
    update: async (change) => {
      const { id, revision } = world.person.user;
      const user = await owner.client.succeed(updateUser, {
        params: { userId: id },
        body: { revision, ...change },
      });
      world.person.user = user;
      return user;
    },
    eventOf: async (action) => {
      const [event] = await rows.query(
        `select detail from audit_events where action = $1 and $2 in (actor_id, subject_id) order by position desc limit 1`,
        [action, world.person.user.id],
      );
      return event?.detail;
    },
    expectEnded: async () => {
      const left = await rows.query('select id from passkeys where user_id = $1', [world.person.user.id]);
      expect(left).toEqual([]);
      expect(await failByPasskey(server, world.authenticator)).toBe('passkey_refused');
    },
  };
  return world;
}

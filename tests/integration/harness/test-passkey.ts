// What a test does with passkeys through the API: adds one, signs in with it, confirms with it.
import { randomUUID } from 'node:crypto';
import {
  addPasskey,
  type Passkey,
  signInWithPasskey,
  startPasskey,
  startPasskeySignIn,
  startPasskeyStepUp,
  stepUpWithPasskey,
} from '../../../src/contract/endpoints/passkeys.ts';
import { passkeys } from '../../../src/server/database/schema.ts';
import { ApiClient } from './api-client.ts';
import { type Flaws, TestAuthenticator } from './test-authenticator.ts';
import type { Member } from './test-organization.ts';
import type { TestServer } from './test-server.ts';

/** Adds a passkey of a new authenticator to the account of a client with a fresh session. */
export async function addTestPasskey(
  client: ApiClient,
): Promise<{ authenticator: TestAuthenticator; passkey: Passkey }> {
  const authenticator = new TestAuthenticator(client.url);
  const body = authenticator.make(await client.succeed(startPasskey, {}));
  return { authenticator, passkey: await client.succeed(addPasskey, { body }) };
}

/** Gives a person a passkey straight in the database, without a session. */
export async function storePasskey(
  { context, url }: Pick<TestServer, 'context' | 'url'>,
  who: { organizationId: string; userId: string },
): Promise<{ id: string; authenticator: TestAuthenticator }> {
  const authenticator = new TestAuthenticator(url);
  const id = randomUUID();
  await context.database.lookUp.insert(passkeys).values({
    id,
    ...who,
    ...authenticator.stored,
    counter: 0,
    transports: ['internal'],
    name: 'Stored passkey',
    createdAt: context.clock(),
  });
  return { id, authenticator };
}

/** Signs in with a passkey. */
export async function signInByPasskey(
  server: Pick<TestServer, 'url'>,
  authenticator: TestAuthenticator,
): Promise<Member> {
  const client = new ApiClient(server.url);
  const body = authenticator.answer(await client.succeed(startPasskeySignIn, {}));
  return { client, session: await client.succeed(signInWithPasskey, { body }) };
}

/** Tries to sign in with a passkey that is to be refused. @returns the code of the refusal */
export async function failByPasskey(
  server: Pick<TestServer, 'url'>,
  authenticator: TestAuthenticator,
  flaws: Flaws = {},
): Promise<string> {
  const client = new ApiClient(server.url);
  const body = authenticator.answer(await client.succeed(startPasskeySignIn, {}), flaws);
  return (await client.refuse(signInWithPasskey, { body })).code;
}

/** Confirms with a passkey. */
export async function confirmByPasskey(client: ApiClient, authenticator: TestAuthenticator) {
  const body = authenticator.answer(await client.succeed(startPasskeyStepUp, {}));
  return client.succeed(stepUpWithPasskey, { body });
}

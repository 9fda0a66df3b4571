// A sign-up whose link is known to the test, as if its mail had been read.
import { makeToken } from '../../../src/server/crypto/tokens.ts';
import { signUps } from '../../../src/server/database/schema.ts';
import { freshUsername } from './test-organization.ts';
import type { TestServer } from './test-server.ts';

/** @returns the code of its link */
export async function makeSignUpCode(
  { context, clock }: Pick<TestServer, 'context' | 'clock'>,
  email = `${freshUsername()}@sign-up.example`,
): Promise<string> {
  const { id, token, secretHash } = makeToken();
  await context.database.lookUp.insert(signUps).values({
    id,
    secretHash,
    organizationName: 'Harbour Café',
    firstName: 'Hana',
    lastName: 'Host',
    email,
    language: 'en',
    createdAt: clock.now,
    expiresAt: new Date(clock.now.getTime() + 24 * 60 * 60_000),
  });
  return token;
}

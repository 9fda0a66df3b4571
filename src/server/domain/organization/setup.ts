// The set-up of an empty server: its one-time link, and the first organization with its owner.
import { eq, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { isSecretOf, makeToken, parseToken } from '../../crypto/tokens.ts';
import type { Queries } from '../../database/database.ts';
import { organizations, setupCodes } from '../../database/schema.ts';
import { requireMailable } from '../../mail/mailable-address.ts';
import type { Ask } from '../access/act.ts';
import { ProblemError } from '../access/problem-error.ts';
import { askerAt } from '../access/signed-in.ts';
import { requireUncommonPassword } from '../sign-in/password-rules.ts';
import { createOwnedOrganization } from './new-organization.ts';

export type SetupInput = {
  code: string;
  organizationName: string;
  firstName: string;
  lastName: string;
  email: string;
  password: string;
};

const setupLock = sql`select pg_advisory_xact_lock(7041002)`;

async function isSetUp(tx: Queries): Promise<boolean> {
  const [row] = await tx.select({ id: organizations.id }).from(organizations).limit(1);
  return row !== undefined;
}

/** Makes a set-up code while there is no organization; `null` when there is one. Codes of other processes stay good. */
export async function makeSetupCode({ database, clock }: Context): Promise<string | null> {
  return database.acrossOrganizations(async (tx) => {
    await tx.execute(setupLock);
    if (await isSetUp(tx)) return null;
    const { id, token, secretHash } = makeToken();
    await tx.insert(setupCodes).values({ id, secretHash, createdAt: clock() });
    return token;
  });
}

/** @throws ProblemError when the code opens nothing: `already_set_up`, `setup_code_invalid` */
async function requireSetupCode(tx: Queries, code: string): Promise<void> {
  const parsed = parseToken(code);
  const [row] = parsed ? await tx.select().from(setupCodes).where(eq(setupCodes.id, parsed.id)) : [];
  if (parsed && row && isSecretOf(parsed.secret, row.secretHash)) return;
  if (await isSetUp(tx)) {
    throw new ProblemError('already_set_up', 'This server is already set up. Sign in instead.');
  }
  throw new ProblemError(
    'setup_code_invalid',
    'This set-up link doesn’t work. Use the newest one that the server printed at its start.',
  );
}

/** Tells whether a set-up link still works. @throws ProblemError when not */
export async function checkSetupCode({ database }: Context, code: string): Promise<void> {
  await database.acrossOrganizations((tx) => requireSetupCode(tx, code));
}

/**
 * Creates the organization and its owner and signs the owner in; the code and all others are spent.
 * Of many at once exactly one succeeds.
 * @returns the token of the owner's session
 */
export async function setUp(ask: Ask, input: SetupInput): Promise<string> {
  const { database, hashing } = ask.context;
  await checkSetupCode(ask.context, input.code);
  requireUncommonPassword(input.password, 'password');
  await requireMailable(ask.context, input.email);
  const passwordHash = await hashing.hashPassword(input.password, askerAt(ask.origin));
  return database.acrossOrganizations(async (tx) => {
    await tx.execute(setupLock);
    await requireSetupCode(tx, input.code);
    await tx.delete(setupCodes);
    return createOwnedOrganization(tx, ask, { ...input, passwordHash, language: null });
  });
}

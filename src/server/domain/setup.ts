// The set-up of an empty server: its one-time link, and the first organization with its owner.
import { randomBytes, randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { builtInRoleKeys, builtInRoles } from '../../contract/built-in-roles.ts';
import { fold } from '../../contract/fields.ts';
import type { Context } from '../context.ts';
import { isSecretOf, makeToken, parseToken } from '../crypto/tokens.ts';
import type { Queries } from '../database/database.ts';
import { organizations, roles, setupCodes, users } from '../database/schema.ts';
import { openAccountSession } from './account-session.ts';
import { recordAuditEvent } from './audit.ts';
import { foldAddress } from './fold-address.ts';
import { requireUncommonPassword } from './password-rules.ts';
import { ProblemError } from './problem-error.ts';
import type { Origin } from './signed-in.ts';

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
    throw new ProblemError(
      'already_set_up',
      'This link was used, and the organization stands. Sign in instead.',
    );
  }
  throw new ProblemError(
    'setup_code_invalid',
    'This set-up link does not work. Take the newest one from the output of the server’s start.',
  );
}

/** Tells whether a set-up link still works. @throws ProblemError when not */
export async function checkSetupCode({ database }: Context, code: string): Promise<void> {
  await database.acrossOrganizations((tx) => requireSetupCode(tx, code));
}

/** The rows of a new organization: itself and the built-in roles. @returns the ids of the roles by their keys */
export async function createOrganization(tx: Queries, id: string, name: string, now: Date) {
  await tx.insert(organizations).values({
    id,
    name,
    revision: 1,
    syncEpoch: randomUUID(),
    pinSalt: randomBytes(16),
    createdAt: now,
  });
  const rows = builtInRoleKeys.map((key) => ({
    id: randomUUID(),
    organizationId: id,
    builtIn: key,
    name: builtInRoles[key].name,
    nameFolded: fold(builtInRoles[key].name),
    permissions: [...builtInRoles[key].permissions],
    revision: 1,
  }));
  await tx.insert(roles).values(rows);
  return new Map(rows.map((row) => [row.builtIn, row.id]));
}

/**
 * Creates the organization and its owner and signs the owner in; the code and all others are spent.
 * Of many at once exactly one succeeds.
 * @returns the token of the owner's session
 */
export async function setUp(context: Context, input: SetupInput, origin: Origin): Promise<string> {
  const { database, hashing, clock } = context;
  await checkSetupCode(context, input.code);
  requireUncommonPassword(input.password, 'password');
  const passwordHash = await hashing.hashPassword(input.password);
  const now = clock();
  return database.acrossOrganizations(async (tx) => {
    await tx.execute(setupLock);
    await requireSetupCode(tx, input.code);
    await tx.delete(setupCodes);
    const organizationId = randomUUID();
    const userId = randomUUID();
    const roleIds = await createOrganization(tx, organizationId, input.organizationName, now);
    const username = input.email.split('@')[0] || input.email;
    await tx.insert(users).values({
      id: userId,
      organizationId,
      roleId: roleIds.get('owner') ?? '',
      username,
      usernameFolded: fold(username),
      firstName: input.firstName,
      lastName: input.lastName,
      email: input.email,
      emailFolded: foldAddress(input.email),
      passwordHash,
      revision: 1,
      createdAt: now,
      lastSignInAt: now,
    });
    await recordAuditEvent(tx, {
      organizationId,
      at: now,
      action: 'organization.set-up',
      actorId: userId,
      subject: input.organizationName,
      address: origin.address,
    });
    return openAccountSession(tx, { organizationId, userId }, origin, now);
  });
}

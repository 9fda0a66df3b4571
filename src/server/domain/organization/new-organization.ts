// The rows of a new organization: itself, its built-in roles and its owner.
import { randomBytes, randomUUID } from 'node:crypto';
import { builtInRoleKeys, builtInRoles } from '../../../contract/built-in-roles.ts';
import { fold } from '../../../contract/fields.ts';
import type { Language } from '../../../contract/languages.ts';
import type { Queries } from '../../database/database.ts';
import { organizations, roles, users } from '../../database/schema.ts';
import { type Ask, record } from '../access/act.ts';
import { foldAddress } from '../access/fold-address.ts';
import { foldUsername } from '../access/look-alikes.ts';
import { openAccountSession } from '../sign-in/account-session.ts';

/** The rows of a new organization: itself and the built-in roles. @returns the ids of the roles by their keys */
export async function createOrganization(
  tx: Queries,
  id: string,
  name: string,
  now: Date,
  language?: Language,
) {
  await tx.insert(organizations).values({
    id,
    name,
    revision: 1,
    syncEpoch: randomUUID(),
    pinSalt: randomBytes(16),
    createdAt: now,
    ...(language ? { language } : {}),
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

export type NewOrganization = {
  organizationName: string;
  firstName: string;
  lastName: string;
  email: string;
  passwordHash: string;
  /** Of its mails; `null` for English. */
  language: Language | null;
};

/**
 * Creates an organization with its owner, in a transaction across organizations, and signs the owner in.
 * Not yet verified: that somebody may create one, and that the address is theirs.
 * @returns the token of the owner's session
 */
export async function createOwnedOrganization(
  tx: Queries,
  ask: Ask,
  { organizationName, firstName, lastName, email, passwordHash, language }: NewOrganization,
): Promise<string> {
  const now = ask.context.clock();
  const organizationId = randomUUID();
  const userId = randomUUID();
  const roleIds = await createOrganization(tx, organizationId, organizationName, now, language ?? undefined);
  const username = email.split('@')[0] || email;
  await tx.insert(users).values({
    id: userId,
    organizationId,
    roleId: roleIds.get('owner') ?? '',
    username,
    usernameFolded: foldUsername(username),
    firstName,
    lastName,
    email,
    emailFolded: foldAddress(email),
    // By the link of the sign-up; the operator, who has the set-up link, vouches for their own.
    provenEmail: foldAddress(email),
    language,
    passwordHash,
    revision: 1,
    createdAt: now,
    lastSignInAt: now,
  });
  const person = { organizationId, userId };
  await record(tx, { ...ask, person }, 'organization.set-up', { subject: organizationName });
  return openAccountSession(tx, person, ask.origin, now);
}

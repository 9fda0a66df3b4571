// A new password from the operator, for an owner who lost theirs.
import { eq } from 'drizzle-orm';
import { fold } from '../../contract/fields.ts';
import type { Context } from '../context.ts';
import { organizations, roles, users } from '../database/schema.ts';
import { recordAuditEvent } from '../domain/access/audit.ts';
import { changeOrganization } from '../domain/access/change.ts';
import { displayName } from '../domain/access/display-name.ts';
import { foldAddress } from '../domain/access/fold-address.ts';
import { ownPassword } from '../domain/access/secret-ends.ts';
import { endPasskeys } from '../domain/passkeys/passkeys.ts';
import { endSessions } from '../domain/sign-in/account-session.ts';
import { forgetPasswordTries } from '../domain/sign-in/password-tries.ts';
import { makePassword } from '../domain/users/generated-password.ts';
import { ToolRefusal } from './tool-refusal.ts';

type Tools = Pick<Context, 'database' | 'signals' | 'hashing' | 'clock' | 'attemptLimits'>;

/** Finds the one whose password is lost; of several organizations with the address the operator says which. */
async function findPerson({ database }: Tools, email: string, organization: string | undefined) {
  const found = await database.lookUp
    .select({ user: users, role: roles, organizationName: organizations.name })
    .from(users)
    .innerJoin(roles, eq(roles.id, users.roleId))
    .innerJoin(organizations, eq(organizations.id, users.organizationId))
    .where(eq(users.emailFolded, foldAddress(email)))
    .orderBy(organizations.name, users.organizationId);
  if (found.length === 0) {
    throw new ToolRefusal(`Nobody has the email address ${email}: check the spelling. Nothing was changed.`);
  }
  const isMeant = (row: (typeof found)[number]) =>
    organization === undefined ||
    row.user.organizationId === organization ||
    fold(row.organizationName) === fold(organization);
  const meant = found.filter(isMeant);
  const [person] = meant;
  if (!person || meant.length > 1) {
    // Two organizations may have one name, but never one id.
    const choices = found.map((row) => `${row.organizationName} (${row.user.organizationId})`).join(', ');
    throw new ToolRefusal(
      `${email} has accounts in these organizations: ${choices}. Write the name or id of one of them behind the address. Nothing was changed.`,
    );
  }
  if (person.user.state === 'suspended' && person.role.builtIn !== 'owner') {
    throw new ToolRefusal(
      `${email} belongs to somebody who is suspended: an admin must reactivate them first. Nothing was changed.`,
    );
  }
  return person;
}

export type RecoveredPassword = {
  password: string;
  name: string;
  organizationName: string;
  reinstated: boolean;
};

/**
 * Gives a user a random password and ends all their sessions and passkeys; a suspended owner is brought back. Works while the
 * server runs.
 * @param organization the name or id of one, for an address that has accounts in several
 * @returns the password, which is stored nowhere in clear
 * @throws ToolRefusal when nobody has the address, one who is suspended and no owner, or somebody in several organizations and none is named
 */
export async function recoverPassword(
  tools: Tools,
  email: string,
  organization?: string,
): Promise<RecoveredPassword> {
  const { user, organizationName } = await findPerson(tools, email, organization);
  const password = makePassword();
  const { organizationId } = user;
  const asker = { group: organizationId, member: user.id };
  const passwordHash = await tools.hashing.hashPassword(password, asker);
  const reinstated = user.state === 'suspended';
  await changeOrganization(tools, organizationId, async (tx, revision) => {
    await tx
      .update(users)
      .set({ ...ownPassword(passwordHash), state: 'active', revision })
      .where(eq(users.id, user.id));
    await endSessions(tx, user.id);
    await recordAuditEvent(tx, {
      organizationId,
      at: tools.clock(),
      action: 'account.password-recovered',
      subjectId: user.id,
      subject: displayName(user),
      detail: { reinstated, ...(await endPasskeys(tx, [user.id])) },
    });
  });
  // Whoever tried in vain before must not wait now.
  await forgetPasswordTries(tools, email);
  return { password, name: displayName(user), organizationName, reinstated };
}

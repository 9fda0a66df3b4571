// A new password from the operator, for an owner who lost theirs.
import { eq } from 'drizzle-orm';
import { signIn } from '../../contract/endpoints/session.ts';
import type { Context } from '../context.ts';
import { pinSessions, roles, users } from '../database/schema.ts';
import { endAccountSessions } from '../domain/account-session.ts';
import { recordAuditEvent } from '../domain/audit.ts';
import { changeOrganization } from '../domain/change.ts';
import { foldAddress } from '../domain/fold-address.ts';
import { makePassword } from '../domain/generated-password.ts';
import { displayName } from '../domain/signed-in.ts';
import { ToolRefusal } from './tool-refusal.ts';

type Tools = Pick<Context, 'database' | 'signals' | 'hashing' | 'clock' | 'attemptLimits'>;

async function findPerson({ database }: Tools, email: string) {
  const found = await database.lookUp
    .select({ user: users, role: roles })
    .from(users)
    .innerJoin(roles, eq(roles.id, users.roleId))
    .where(eq(users.emailFolded, foldAddress(email)))
    // The one whom a sign-in with this address means.
    .orderBy(users.createdAt)
    .limit(1);
  const [person] = found;
  if (!person) {
    throw new ToolRefusal(`Nobody has the e-mail address ${email}: check the spelling. Nothing was changed.`);
  }
  if (person.user.state === 'suspended' && person.role.builtIn !== 'owner') {
    throw new ToolRefusal(
      `${email} belongs to somebody who is suspended: an admin must bring them back first. Nothing was changed.`,
    );
  }
  return person;
}

export type RecoveredPassword = { password: string; name: string; reinstated: boolean };

/**
 * Gives a person a random password and ends all their sessions; a suspended owner is brought back. Works while the
 * server runs.
 * @returns the password, which is stored nowhere in clear
 * @throws ToolRefusal when nobody has the address, or one who is suspended and no owner
 */
export async function recoverPassword(tools: Tools, email: string): Promise<RecoveredPassword> {
  const { user } = await findPerson(tools, email);
  const password = makePassword();
  const passwordHash = await tools.hashing.hashPassword(password);
  const { organizationId } = user;
  const reinstated = user.state === 'suspended';
  await changeOrganization(tools, organizationId, async (tx, revision) => {
    await tx.update(users).set({ passwordHash, state: 'active', revision }).where(eq(users.id, user.id));
    await endAccountSessions(tx, user.id);
    await tx.delete(pinSessions).where(eq(pinSessions.userId, user.id));
    await recordAuditEvent(tx, {
      organizationId,
      at: tools.clock(),
      action: 'account.password-recovered',
      subjectId: user.id,
      subject: displayName(user),
      detail: { reinstated },
    });
  });
  for (const limit of signIn.limits) {
    // Whoever tried in vain before must not wait now.
    if (limit.by === 'email') await tools.attemptLimits.forget(signIn.operation, limit, foldAddress(email));
  }
  return { password, name: displayName(user), reinstated };
}

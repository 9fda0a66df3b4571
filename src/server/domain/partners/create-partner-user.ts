// Adding a user of a partner, who is invited by email.
import { eq } from 'drizzle-orm';
import type { User } from '../../../contract/endpoints/users.ts';
import type { Queries } from '../../database/database.ts';
import { roles } from '../../database/schema.ts';
import type { Act } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { ProblemError } from '../access/problem-error.ts';
import { requirePermission } from '../access/signed-in.ts';
import { requireWholeOrganization } from '../access/unit-scope.ts';
import { explainTakenTo } from '../users/explain-taken.ts';
import { prepareNewUser, writeNewUser } from '../users/new-user.ts';
import { describeUser } from '../users/user-view.ts';
import { findUsername } from '../users/username-from-address.ts';
import { describePartner } from './list-partners.ts';

export type NewPartnerUser = {
  firstName: string;
  lastName: string;
  email: string;
  phone: string | null;
  roleId?: string | undefined;
};

/** The role that a partner's users get where none is named. */
export async function findPartnerRole(tx: Queries): Promise<string> {
  const [role] = await tx.select({ id: roles.id }).from(roles).where(eq(roles.builtIn, 'partner'));
  if (!role) throw new Error('the built-in role of partners is gone');
  return role.id;
}

/**
 * Adds a user to a partner; all of it with the invitation or, with the field named, nothing.
 * @throws ProblemError `email_taken` with the holder where the one who asks may see them; `permission_missing` for those
 * limited to units; `validation_failed` while the partner is suspended, since nobody of it could come in
 */
export async function createPartnerUser(
  act: Act,
  partnerId: string,
  { phone, ...input }: NewPartnerUser,
): Promise<User> {
  const { context, signedIn } = act;
  requirePermission(signedIn, 'partners:read');
  const given = { ...input, partnerId, username: '', roleId: '', ...(phone === null ? {} : { phone }) };
  const prepared = await prepareNewUser(act, given);
  return changeOrganization(context, signedIn.organizationId, async (tx, revision) => {
    await requireWholeOrganization(tx, signedIn.user.id, 'Adding partner users is');
    const partner = await describePartner(tx, signedIn, partnerId);
    if (partner.state === 'suspended') {
      const message = 'This partner is suspended. Reactivate it before you invite its users.';
      throw new ProblemError('validation_failed', message);
    }
    const newUser = {
      ...given,
      username: await findUsername(tx, input.email),
      roleId: input.roleId ?? (await findPartnerRole(tx)),
    };
    const { user, role } = await writeNewUser(tx, act, revision, newUser, prepared);
    return describeUser(tx, act, user, role);
  }).catch(explainTakenTo(act, input.email));
}

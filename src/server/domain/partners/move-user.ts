// Moving a user: from the organization, or another partner, to a partner, and back to the organization.
import { eq } from 'drizzle-orm';
import { fitsPartners } from '../../../contract/built-in-roles.ts';
import type { User } from '../../../contract/endpoints/users.ts';
import type { Queries } from '../../database/database.ts';
import { pinSessions, users, userUnits } from '../../database/schema.ts';
import { type Act, aboutUser, record } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { ProblemError } from '../access/problem-error.ts';
import { findGrantableRole, requireTakeover } from '../access/roles.ts';
import { readPermissions, requirePermission, type SignedIn } from '../access/signed-in.ts';
import { requireWholeOrganization } from '../access/unit-scope.ts';
import { endAccountSessions } from '../sign-in/account-session.ts';
import { describeUnitChange, readUnitNames } from '../units/user-units.ts';
import { findUser } from '../users/list-users.ts';
import { describeUser } from '../users/user-view.ts';
import { findPartnerRole } from './create-partner-user.ts';
import { describePartner } from './list-partners.ts';

type RoleRow = Awaited<ReturnType<typeof findGrantableRole>>;

type Move = {
  userId: string;
  /** `null`: back to the organization. */
  partner: { id: string; name: string; state: string } | null;
  partnerBefore: string | null;
  role: RoleRow;
};

/** The user, if the one who asks may move them. @throws ProblemError `not_found`, `above_you`, `is_owner` */
async function findMovable(tx: Queries, signedIn: SignedIn, userId: string) {
  await requireWholeOrganization(tx, signedIn.user.id, 'Moving users to or from partners is');
  const found = await findUser(tx, signedIn, userId);
  if (userId === signedIn.user.id) {
    throw new ProblemError('above_you', 'You can’t move yourself. Ask another admin.');
  }
  if (found.role.builtIn === 'owner') {
    throw new ProblemError('is_owner', 'An owner of the organization can’t be a partner user.');
  }
  // A move can take a role away.
  requireTakeover(signedIn, userId, found.role.permissions);
  return found;
}

/** Writes a move, with its audit event. Their sessions end: what they see from now on is something else. */
async function writeMove(
  tx: Queries,
  act: Act,
  { userId, partner, partnerBefore, role }: Move,
  revision: number,
): Promise<User> {
  const unitsBefore = await readUnitNames(tx, [userId]);
  await tx.delete(userUnits).where(eq(userUnits.userId, userId));
  const [user] = await tx
    .update(users)
    .set({
      partnerId: partner?.id ?? null,
      partnerSuspended: partner?.state === 'suspended',
      roleId: role.id,
      revision,
    })
    .where(eq(users.id, userId))
    .returning();
  if (!user) throw new ProblemError('not_found', 'This user no longer exists.');
  await endAccountSessions(tx, userId);
  await tx.delete(pinSessions).where(eq(pinSessions.userId, userId));
  await record(tx, act, partner ? 'user.moved-to-partner' : 'user.changed', {
    ...aboutUser(user),
    detail: {
      partnerBefore,
      partner: partner?.name ?? null,
      role: role.name,
      ...describeUnitChange(unitsBefore.get(userId)),
    },
  });
  return describeUser(tx, act, user, role);
}

/**
 * Makes somebody a partner's user: without units, and with a role that partners may have. Who is there already stays.
 * @throws ProblemError `not_found`, `above_you`, `is_owner`; `permission_missing` for those limited to units
 */
export async function moveUserToPartner(act: Act, partnerId: string, userId: string): Promise<User> {
  const { context, signedIn } = act;
  requirePermission(signedIn, 'partners:read');
  return changeOrganization(context, signedIn.organizationId, async (tx, revision) => {
    const { user, role } = await findMovable(tx, signedIn, userId);
    const partner = await describePartner(tx, signedIn, partnerId);
    if (user.partnerId === partner.id) return describeUser(tx, act, user, role);
    const fitting = fitsPartners(readPermissions(role.permissions))
      ? role
      : await findGrantableRole(tx, signedIn, await findPartnerRole(tx));
    const before = user.partnerId === null ? null : await describePartner(tx, signedIn, user.partnerId);
    const theMove = { userId, partner, partnerBefore: before?.name ?? null, role: fitting };
    return writeMove(tx, act, theMove, revision);
  });
}

/**
 * Makes a partner's user one of the organization's own, with a role that is chosen anew: what it allows reaches
 * everybody from then on.
 * @throws ProblemError `not_found` when the person is not this partner's; `above_you`
 */
export async function takeUserFromPartner(
  act: Act,
  partnerId: string,
  { userId, roleId }: { userId: string; roleId: string },
): Promise<User> {
  const { context, signedIn } = act;
  requirePermission(signedIn, 'partners:read');
  return changeOrganization(context, signedIn.organizationId, async (tx, revision) => {
    const { user } = await findMovable(tx, signedIn, userId);
    const before = await describePartner(tx, signedIn, partnerId);
    if (user.partnerId !== before.id) {
      throw new ProblemError('not_found', 'This user no longer belongs to this partner.');
    }
    const role = await findGrantableRole(tx, signedIn, roleId);
    const theMove = { userId, partner: null, partnerBefore: before.name, role };
    return writeMove(tx, act, theMove, revision);
  });
}

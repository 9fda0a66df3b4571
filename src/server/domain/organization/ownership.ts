// Handing the ownership of the organization over.
import { eq, inArray } from 'drizzle-orm';
import type { Queries } from '../../database/database.ts';
import { roles, users, userUnits } from '../../database/schema.ts';
import { type Act, aboutUser, record } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { displayName } from '../access/display-name.ts';
import { fieldProblem, ProblemError } from '../access/problem-error.ts';
import { mayComeIn, type SignedIn } from '../access/signed-in.ts';
import { requireOwnPassword } from '../sign-in/own-password.ts';
import { findUser } from '../users/list-users.ts';

function refuse(message: string): ProblemError {
  return fieldProblem('validation_failed', 'userId', message);
}

/** @throws ProblemError `permission_missing` when the caller handed it over a moment ago */
async function requireStillOwner(tx: Queries, userId: string): Promise<void> {
  const [row] = await tx
    .select({ builtIn: roles.builtIn })
    .from(users)
    .innerJoin(roles, eq(roles.id, users.roleId))
    .where(eq(users.id, userId));
  if (row?.builtIn === 'owner') return;
  throw new ProblemError('permission_missing', 'You no longer own the organization.');
}

/** The one who is to own it. @throws ProblemError `not_found`, or at `userId` with what is missing */
async function findHeir(tx: Queries, signedIn: SignedIn, userId: string) {
  if (userId === signedIn.user.id) throw refuse('You already own the organization. Choose somebody else.');
  const { user } = await findUser(tx, signedIn, userId);
  const name = displayName(user);
  if (!mayComeIn(user)) throw refuse(`${name} is suspended. Reactivate them first.`);
  if (user.partnerId !== null) throw refuse(`${name} belongs to a partner, so they can’t be an owner.`);
  if (user.email === null || user.passwordHash === null || user.passwordMustChange) {
    throw refuse(
      `${name} can’t sign in with an email address and a password of their own yet. Invite them first.`,
    );
  }
  const [limit] = await tx.select().from(userUnits).where(eq(userUnits.userId, userId)).limit(1);
  if (limit) throw refuse(`${name} is limited to units. Remove that limit first.`);
  return user;
}

async function findRoleIds(tx: Queries) {
  const rows = await tx
    .select()
    .from(roles)
    .where(inArray(roles.builtIn, ['owner', 'admin']));
  const idOf = (key: string) => rows.find(({ builtIn }) => builtIn === key)?.id;
  const [owner, admin] = [idOf('owner'), idOf('admin')];
  if (!owner || !admin) throw new Error('the organization has lost a built-in role');
  return { owner, admin };
}

/**
 * Makes somebody else the owner and oneself an admin; of two at once, one comes first, and the other is no longer an owner.
 * @throws ProblemError `wrong_password`, `not_found`, or `validation_failed` at `userId` with what stands in the way
 */
export async function transferOwnership(
  act: Act,
  { userId, password }: { userId: string; password: string },
): Promise<void> {
  const { context, signedIn } = act;
  const { organizationId } = signedIn;
  await requireOwnPassword(act, password, 'password');
  await changeOrganization(context, organizationId, async (tx, revision) => {
    await requireStillOwner(tx, signedIn.user.id);
    const heir = await findHeir(tx, signedIn, userId);
    const { owner, admin } = await findRoleIds(tx);
    await tx.update(users).set({ roleId: owner, revision }).where(eq(users.id, userId));
    await tx.update(users).set({ roleId: admin, revision }).where(eq(users.id, signedIn.user.id));
    await record(tx, act, 'organization.ownership-transferred', aboutUser(heir));
  });
}

// Changing a person: name, role, ways in, and whether they may come in at all.
import { and, eq, isNotNull } from 'drizzle-orm';
import type { User } from '../../contract/endpoints/users.ts';
import { fold } from '../../contract/fields.ts';
import type { Context } from '../context.ts';
import type { Queries } from '../database/database.ts';
import { pinSessions, roles, users } from '../database/schema.ts';
import { endAccountSessions } from './account-session.ts';
import { recordAuditEvent } from './audit.ts';
import { changeOrganization } from './change.ts';
import { explainTakenTo, requireAddressForPassword } from './create-user.ts';
import { foldAddress } from './fold-address.ts';
import { findUser } from './list-users.ts';
import { requireUncommonPassword } from './password-rules.ts';
import { fieldProblem, ProblemError } from './problem-error.ts';
import { findGrantableRole, requirePowerOver } from './roles.ts';
import { displayName, type Origin, requireSudo, type SignedIn } from './signed-in.ts';
import { preparePin } from './user-pin.ts';
import { describeUser } from './user-view.ts';

export type UserChange = {
  revision: number;
  username?: string | undefined;
  roleId?: string | undefined;
  firstName?: string | undefined;
  lastName?: string | undefined;
  pin?: string | null | undefined;
  email?: string | null | undefined;
  password?: string | null | undefined;
  state?: 'active' | 'suspended' | undefined;
};

type UserRow = typeof users.$inferSelect;

/** What is stored for the new ways in; hashing comes before the transaction. */
async function prepareWays(
  context: Context,
  organizationId: string,
  userId: string,
  { pin, password }: UserChange,
): Promise<Partial<UserRow>> {
  if (typeof password === 'string') requireUncommonPassword(password, 'password');
  const noPin = { pinSealed: null, pinLookup: null };
  return {
    ...(pin === undefined
      ? {}
      : {
          ...(pin === null ? noPin : await preparePin(context, organizationId, userId, pin)),
          pinFailures: 0,
        }),
    ...(password === undefined
      ? {}
      : { passwordHash: password === null ? null : await context.hashing.hashPassword(password) }),
  };
}

/** What is stored for the fields in clear. */
function plainFields({ username, firstName, lastName, email, state }: UserChange): Partial<UserRow> {
  return {
    ...(username === undefined ? {} : { username, usernameFolded: fold(username) }),
    ...(firstName === undefined ? {} : { firstName }),
    ...(lastName === undefined ? {} : { lastName }),
    ...(email === undefined ? {} : { email, emailFolded: email && foldAddress(email) }),
    ...(state === undefined ? {} : { state }),
  };
}

/** @throws ProblemError `last_owner` when no active owner with e-mail address and password is left */
async function requireOwner(tx: Queries): Promise<void> {
  const [owner] = await tx
    .select({ id: users.id })
    .from(users)
    .innerJoin(roles, eq(roles.id, users.roleId))
    .where(
      and(
        eq(roles.builtIn, 'owner'),
        eq(users.state, 'active'),
        isNotNull(users.email),
        isNotNull(users.passwordHash),
      ),
    )
    .limit(1);
  if (owner) return;
  throw new ProblemError(
    'last_owner',
    'This is the last owner who can sign in. Make somebody else an owner first.',
  );
}

/** Ends what the change takes the ground from. */
async function endSessions(
  tx: Queries,
  signedIn: SignedIn,
  user: UserRow,
  change: UserChange,
): Promise<void> {
  const isSelf = user.id === signedIn.user.id;
  const isOut = user.state === 'suspended';
  if (isOut || change.password !== undefined || change.email !== undefined) {
    await endAccountSessions(tx, user.id, isSelf && !isOut ? signedIn.sessionId : undefined);
  }
  if (isOut || change.pin !== undefined) await tx.delete(pinSessions).where(eq(pinSessions.userId, user.id));
}

function requireFitting(signedIn: SignedIn, userId: string, change: UserChange, now: Date): void {
  const givesPower = [change.roleId, change.pin, change.email, change.password].some(
    (value) => value !== undefined,
  );
  if (givesPower) requireSudo(signedIn, now);
  if (change.state === 'suspended' && userId === signedIn.user.id) {
    throw fieldProblem('validation_failed', 'state', 'You can’t suspend yourself. Ask another admin.');
  }
}

/**
 * Changes a person; all of it or, with the field named, nothing.
 * @throws ProblemError `changed_meanwhile` when `revision` is not the one that is stored
 */
export async function updateUser(
  context: Context,
  signedIn: SignedIn,
  userId: string,
  change: UserChange,
  origin: Origin,
): Promise<User> {
  const { organizationId } = signedIn;
  const now = context.clock();
  requireFitting(signedIn, userId, change, now);
  const ways = await prepareWays(context, organizationId, userId, change);
  return changeOrganization(context, organizationId, async (tx, revision) => {
    const before = await findUser(tx, signedIn, userId);
    requirePowerOver(signedIn, before.role.permissions);
    if (before.user.revision !== change.revision) {
      throw new ProblemError(
        'changed_meanwhile',
        'Somebody else changed this person meanwhile. Open the person again and repeat your change.',
      );
    }
    const role = change.roleId ? await findGrantableRole(tx, signedIn, change.roleId) : before.role;
    const [user] = await tx
      .update(users)
      .set({ ...plainFields(change), ...ways, roleId: role.id, revision })
      .where(eq(users.id, userId))
      .returning();
    if (!user) throw new ProblemError('not_found', 'This person is not there any more.');
    requireAddressForPassword(user.email, user.passwordHash !== null);
    if (before.role.builtIn === 'owner') await requireOwner(tx);
    await endSessions(tx, signedIn, user, change);
    const turned = before.user.state === user.state ? null : user.state;
    await recordAuditEvent(tx, {
      organizationId,
      at: now,
      action:
        turned === 'suspended' ? 'user.suspended' : turned === 'active' ? 'user.reinstated' : 'user.changed',
      actorId: signedIn.user.id,
      subjectId: userId,
      subject: displayName(user),
      detail: {
        changed: Object.keys(change).filter((key) => key !== 'revision'),
        ...(role.id === before.role.id ? {} : { roleBefore: before.role.name, role: role.name }),
      },
      address: origin.address,
    });
    return describeUser(tx, signedIn, user, role, now);
  }).catch(explainTakenTo(context, signedIn, change.email));
}

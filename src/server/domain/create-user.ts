// Adding a person.
import { randomUUID } from 'node:crypto';
import type { User } from '../../contract/endpoints/users.ts';
import { fold } from '../../contract/fields.ts';
import type { Context } from '../context.ts';
import { isTaken } from '../database/database.ts';
import { users, userUnits } from '../database/schema.ts';
import { recordAuditEvent } from './audit.ts';
import { changeOrganization } from './change.ts';
import { explainTakenAddress } from './email-holder.ts';
import { foldAddress } from './fold-address.ts';
import { requireUncommonPassword } from './password-rules.ts';
import { fieldProblem, ProblemError } from './problem-error.ts';
import { findGrantableRole } from './roles.ts';
import { displayName, type Origin, type SignedIn } from './signed-in.ts';
import { findUnitScope } from './unit-scope.ts';
import { pinTaken, preparePin } from './user-pin.ts';
import { describeUser } from './user-view.ts';

export type NewUser = {
  username: string;
  roleId: string;
  firstName?: string | undefined;
  lastName?: string | undefined;
  pin?: string | undefined;
  email?: string | undefined;
  password?: string | undefined;
};

/** Turns the refusal of a unique constraint into the problem at its field; anything else is thrown on. */
export function explainTaken(error: unknown): never {
  if (isTaken(error, 'users_username')) {
    throw fieldProblem(
      'username_taken',
      'username',
      'Somebody has this username already. Choose another one.',
    );
  }
  if (isTaken(error, 'users_email')) {
    throw fieldProblem('email_taken', 'email', 'Somebody has this e-mail address already. Use another one.');
  }
  if (isTaken(error, 'users_pin')) throw pinTaken();
  throw error;
}

/** The same, for a `catch`: who holds the address is told where the one who asks may see that person. */
export function explainTakenTo(context: Context, signedIn: SignedIn, email: string | null | undefined) {
  return (error: unknown): never | Promise<never> =>
    email && isTaken(error, 'users_email')
      ? explainTakenAddress(context, signedIn, email)
      : explainTaken(error);
}

/** @throws ProblemError at `email` when there is a password to sign in with, and no address */
export function requireAddressForPassword(email: string | null, hasPassword: boolean): void {
  if (!hasPassword || email) return;
  const message =
    'A password works only together with an e-mail address. Enter one, or leave the password out.';
  throw fieldProblem('validation_failed', 'email', message);
}

/** Adds a person; all of it or, with the field named, nothing. A person stands in the units of the one who adds them. */
export async function createUser(
  context: Context,
  signedIn: SignedIn,
  input: NewUser,
  origin: Origin,
): Promise<User & { shownOnce: { pin?: string; password?: string } }> {
  const { organizationId } = signedIn;
  const id = randomUUID();
  const email = input.email ?? null;
  requireAddressForPassword(email, input.password !== undefined);
  if (input.password !== undefined) requireUncommonPassword(input.password, 'password');
  const pin = input.pin === undefined ? null : await preparePin(context, organizationId, id, input.pin);
  const passwordHash =
    input.password === undefined ? null : await context.hashing.hashPassword(input.password);
  const now = context.clock();
  return changeOrganization(context, organizationId, async (tx, revision) => {
    const role = await findGrantableRole(tx, signedIn, input.roleId);
    const scope = await findUnitScope(tx, signedIn.user.id);
    const [user] = await tx
      .insert(users)
      .values({
        id,
        organizationId,
        roleId: role.id,
        username: input.username,
        usernameFolded: fold(input.username),
        firstName: input.firstName ?? '',
        lastName: input.lastName ?? '',
        email,
        emailFolded: email && foldAddress(email),
        passwordHash,
        ...pin,
        revision,
        createdAt: now,
      })
      .returning();
    if (!user) throw new ProblemError('internal', 'The person could not be added. Try again.');
    for (const unitId of scope ?? [])
      await tx.insert(userUnits).values({ organizationId, userId: id, unitId });
    await recordAuditEvent(tx, {
      organizationId,
      at: now,
      action: 'user.created',
      actorId: signedIn.user.id,
      subjectId: id,
      subject: displayName(user),
      detail: { role: role.name, pin: pin !== null, password: passwordHash !== null },
      address: origin.address,
    });
    return { ...(await describeUser(tx, signedIn, user, role, now)), shownOnce: {} };
  }).catch(explainTakenTo(context, signedIn, input.email));
}

// Signing in and out with e-mail address and password, and proving the password again.
import { eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { accountSessions, organizations, users } from '../database/schema.ts';
import { endAccountSessions, openAccountSession } from './account-session.ts';
import { recordAuditEvent } from './audit.ts';
import { foldAddress } from './fold-address.ts';
import { requireUncommonPassword } from './password-rules.ts';
import { ProblemError } from './problem-error.ts';
import { mayComeIn, type Origin, type SignedIn } from './signed-in.ts';

async function recordFailure(
  { database, clock }: Context,
  user: typeof users.$inferSelect | undefined,
  origin: Origin,
) {
  // An unknown address costs the same transaction as a known one, so that the time tells nothing.
  const organizationId = user?.organizationId ?? (await findFirstOrganization(database.lookUp));
  if (!organizationId) return;
  await database.inOrganization(organizationId, (tx) =>
    recordAuditEvent(tx, {
      organizationId,
      at: clock(),
      action: 'account.sign-in-failed',
      subjectId: user?.id ?? null,
      subject: user?.email ?? null,
      detail: { addressKnown: user !== undefined },
      address: origin.address,
    }),
  );
}

async function findFirstOrganization(queries: Context['database']['lookUp']): Promise<string | undefined> {
  const [first] = await queries
    .select({ id: organizations.id })
    .from(organizations)
    .orderBy(organizations.createdAt)
    .limit(1);
  return first?.id;
}

/**
 * Opens an account session. A wrong address, a wrong password and a suspended person get the same answer after the
 * same work (OWASP Authentication, "Authentication and Error Messages"). Tries are counted by the route before this.
 * @returns the token of the session
 */
export async function signIn(
  context: Context,
  { email, password }: { email: string; password: string },
  origin: Origin,
): Promise<string> {
  const { database, hashing, clock } = context;
  const [user] = await database.lookUp
    .select()
    .from(users)
    .where(eq(users.emailFolded, foldAddress(email)))
    .orderBy(users.createdAt)
    .limit(1);
  const matches = await hashing.verifyPassword(user?.passwordHash ?? null, password);
  if (!user || !matches || !mayComeIn(user)) {
    await recordFailure(context, user, origin);
    throw new ProblemError(
      'wrong_credentials',
      'The e-mail address or the password is not right. Check both and try again.',
    );
  }
  const upgrade = hashing.isOutdated(user.passwordHash ?? '') ? await hashing.hashPassword(password) : null;
  const { id: userId, organizationId } = user;
  const now = clock();
  return database.inOrganization(organizationId, async (tx) => {
    await tx
      .update(users)
      .set({ lastSignInAt: now, ...(upgrade ? { passwordHash: upgrade } : {}) })
      .where(eq(users.id, userId));
    await recordAuditEvent(tx, {
      organizationId,
      at: now,
      action: 'account.signed-in',
      actorId: userId,
      address: origin.address,
    });
    return openAccountSession(tx, { organizationId, userId }, origin, now);
  });
}

/** Ends one account session. */
export async function signOut(
  { database, clock }: Context,
  signedIn: SignedIn,
  origin: Origin,
): Promise<void> {
  const { organizationId, sessionId, user } = signedIn;
  await database.inOrganization(organizationId, async (tx) => {
    await tx.delete(accountSessions).where(eq(accountSessions.id, sessionId));
    await recordAuditEvent(tx, {
      organizationId,
      at: clock(),
      action: 'account.signed-out',
      actorId: user.id,
      address: origin.address,
    });
  });
}

/** @throws ProblemError `wrong_password` */
async function requireOwnPassword(
  { database, hashing }: Context,
  signedIn: SignedIn,
  password: string,
  field: string,
) {
  const [row] = await database.inOrganization(signedIn.organizationId, (tx) =>
    tx.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, signedIn.user.id)),
  );
  if (await hashing.verifyPassword(row?.passwordHash ?? null, password)) return;
  const message = 'The password is not right. Try again.';
  throw new ProblemError('wrong_password', message, { errors: [{ field, message }] });
}

/** Makes the next 5 minutes of a session fresh. @returns the moment from which they count */
export async function confirmPassword(context: Context, signedIn: SignedIn, password: string): Promise<Date> {
  await requireOwnPassword(context, signedIn, password, 'password');
  const confirmedAt = context.clock();
  await context.database.inOrganization(signedIn.organizationId, (tx) =>
    tx.update(accountSessions).set({ confirmedAt }).where(eq(accountSessions.id, signedIn.sessionId)),
  );
  return confirmedAt;
}

/** Changes one's own password and ends one's other sessions. @returns the moment of the change */
export async function changePassword(
  context: Context,
  signedIn: SignedIn,
  input: { currentPassword: string; newPassword: string },
  origin: Origin,
): Promise<Date> {
  await requireOwnPassword(context, signedIn, input.currentPassword, 'currentPassword');
  requireUncommonPassword(input.newPassword, 'newPassword');
  const passwordHash = await context.hashing.hashPassword(input.newPassword);
  const { organizationId, user, sessionId } = signedIn;
  const now = context.clock();
  await context.database.inOrganization(organizationId, async (tx) => {
    await tx.update(users).set({ passwordHash }).where(eq(users.id, user.id));
    await tx.update(accountSessions).set({ confirmedAt: now }).where(eq(accountSessions.id, sessionId));
    await endAccountSessions(tx, user.id, sessionId);
    await recordAuditEvent(tx, {
      organizationId,
      at: now,
      action: 'account.password-changed',
      actorId: user.id,
      address: origin.address,
    });
  });
  return now;
}

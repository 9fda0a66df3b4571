// Signing in and out with e-mail address and password.
import { eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { accountSessions, organizations, users } from '../database/schema.ts';
import { openAccountSession } from './account-session.ts';
import { recordAuditEvent } from './audit.ts';
import { foldAddress } from './fold-address.ts';
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

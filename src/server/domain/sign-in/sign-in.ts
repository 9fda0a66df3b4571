// Signing in and out with email address and password.
import { and, eq, isNotNull } from 'drizzle-orm';
import type { Session } from '../../../contract/endpoints/session.ts';
import type { Context } from '../../context.ts';
import { accountSessions, organizations, users } from '../../database/schema.ts';
import type { Asker } from '../../fair-queue.ts';
import { type Act, type Ask, record } from '../access/act.ts';
import { foldAddress } from '../access/fold-address.ts';
import { ProblemError } from '../access/problem-error.ts';
import { requireLivingPassword } from '../access/secret-ends.ts';
import { askerAt, mayComeIn } from '../access/signed-in.ts';
import { openAccountSession } from './account-session.ts';
import { giveBackPasswordTry } from './password-tries.ts';
import { accountsMost, countComparisons, provenBySignIn, signInOrder } from './shared-addresses.ts';
import { recordSignInFailure } from './sign-in-failures.ts';

type Credentials = { email: string; password: string; organizationId?: string | undefined };
type Account = { user: typeof users.$inferSelect; organizationName: string };

/** The accounts of an address that have a password, those of proven ones first; in one organization when it is named. */
async function findAccounts(
  { database }: Context,
  email: string,
  organizationId: string | undefined,
): Promise<Account[]> {
  return database.lookUp
    .select({ user: users, organizationName: organizations.name })
    .from(users)
    .innerJoin(organizations, eq(organizations.id, users.organizationId))
    .where(
      and(
        eq(users.emailFolded, foldAddress(email)),
        // Else whoever invites an address often enough would shut its holder out.
        isNotNull(users.passwordHash),
        organizationId ? eq(users.organizationId, organizationId) : undefined,
      ),
    )
    .orderBy(...signInOrder)
    .limit(accountsMost);
}

/** All accounts of an address and those that the password opens, after the time that every other sign-in takes. */
async function findMatches(
  context: Context,
  { email, password, organizationId }: Credentials,
  asker: Asker,
): Promise<{ accounts: Account[]; matches: Account[] }> {
  let accounts: Account[] = [];
  const findHashes = async () => {
    accounts = await findAccounts(context, email, organizationId);
    return {
      phcs: accounts.flatMap(({ user }) => user.passwordHash ?? []),
      alike: await countComparisons(context, accounts.length),
    };
  };
  const answers = await context.hashing.verifyPassword(findHashes, password, asker);
  return { accounts, matches: accounts.filter(({ user }, at) => answers[at] && mayComeIn(user)) };
}

/** Opens the session, unless the password that was compared, or the right to come in, is gone by now. */
async function openSession(ask: Ask, { user }: Account, password: string): Promise<string | null> {
  const { context, origin } = ask;
  const { database, hashing, clock } = context;
  const isOutdated = hashing.isOutdated(user.passwordHash ?? '');
  const upgrade = isOutdated ? await hashing.hashPassword(password, askerAt(origin)) : null;
  const { id: userId, organizationId, passwordHash } = user;
  if (passwordHash === null) return null;
  const now = clock();
  requireLivingPassword(user, now);
  return database.inOrganization(organizationId, async (tx) => {
    const standing = await tx
      .update(users)
      .set({ lastSignInAt: now, provenEmail: provenBySignIn, ...(upgrade ? { passwordHash: upgrade } : {}) })
      .where(
        and(
          eq(users.id, userId),
          eq(users.passwordHash, passwordHash),
          eq(users.state, 'active'),
          eq(users.partnerSuspended, false),
        ),
      )
      .returning({ id: users.id });
    if (standing.length === 0) return null;
    const person = { organizationId, userId };
    await record(tx, { ...ask, person }, 'account.signed-in');
    return openAccountSession(tx, person, origin, now);
  });
}

/**
 * Opens an account session. A wrong address, a wrong password, a suspended user and an organization where there is no
 * such account get the same answer after the same time (OWASP Authentication, "Authentication and Error Messages").
 * Of an address in more than `accountsMost` organizations so many accounts are looked at (`signInOrder`). Tries are counted by the
 * route before this.
 * @param startSession puts the caller's browser into the session of a token
 * @throws ProblemError `wrong_credentials`, `password_expired`, `choose_organization`
 */
export async function signIn(
  ask: Ask,
  given: Credentials,
  startSession: (token: string) => Promise<Session>,
): Promise<Session> {
  const { context, origin } = ask;
  const asker = askerAt(origin, foldAddress(given.email));
  const { accounts, matches } = await findMatches(context, given, asker);
  const [match, second] = matches;
  if (match && second) {
    const organizations = matches.map(({ user, organizationName }) => ({
      id: user.organizationId,
      name: organizationName,
    }));
    await giveBackPasswordTry(context, given.email);
    throw new ProblemError(
      'choose_organization',
      'This address has an account in several organizations. Choose the one to sign in to.',
      { organizations: organizations.toSorted((a, b) => a.name.localeCompare(b.name)) },
    );
  }
  const token = match ? await openSession(ask, match, given.password) : null;
  if (token) {
    const session = await startSession(token);
    // Not all tries: somebody with an account of their own under this address could guess at the others for ever. And only
    // at the very end: what fails before that is given back by the route, and no try twice.
    await giveBackPasswordTry(context, given.email);
    return session;
  }
  await recordSignInFailure(
    ask,
    accounts.map(({ user }) => user),
  );
  throw new ProblemError(
    'wrong_credentials',
    'The email address or password is wrong. Check both and try again.',
  );
}

/** Ends one account session. */
export async function signOut(act: Act): Promise<void> {
  const { organizationId, sessionId } = act.signedIn;
  await act.context.database.inOrganization(organizationId, async (tx) => {
    await tx.delete(accountSessions).where(eq(accountSessions.id, sessionId));
    await record(tx, act, 'account.signed-out');
  });
}

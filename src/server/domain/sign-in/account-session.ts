// Account sessions: opened with a password or passkey, carried by a cookie, found again, ended, also together with those on tablets.
import { and, eq, ne } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { isSecretOf, makeToken, parseToken } from '../../crypto/tokens.ts';
import type { Queries } from '../../database/database.ts';
import { accountSessions, organizations, pinSessions, roles, users } from '../../database/schema.ts';
import { dayMs } from '../../day.ts';
import { ProblemError } from '../access/problem-error.ts';
import { describePerson, mayComeIn, type Origin, type SignedIn } from '../access/signed-in.ts';
import { isLimitedToUnits } from '../access/unit-scope.ts';
import { hasPasskey, isPasskeyNeeded } from './required-passkey.ts';

/** OWASP Session Management, "Session Expiration": idle and absolute. */
export const sessionIdleMs = 7 * dayMs;
export const sessionAbsoluteMs = 30 * dayMs;
const touchEveryMs = 60_000;

/** When the cookie may be forgotten at the latest. */
export const cookieMaxAgeSeconds = sessionAbsoluteMs / 1000;

/** Opens a session in the transaction of a sign-in. @returns the token for the cookie */
export async function openAccountSession(
  tx: Queries,
  who: { organizationId: string; userId: string },
  origin: Origin,
  now: Date,
  assurance: 'password' | 'passkey' = 'password',
): Promise<string> {
  const { id, token, secretHash } = makeToken();
  await tx.insert(accountSessions).values({
    id,
    secretHash,
    ...who,
    ...origin,
    assurance,
    createdAt: now,
    lastUsedAt: now,
    steppedUpAt: now,
    steppedUpBy: assurance,
  });
  return token;
}

/** When a session ends by itself, if nothing is done with it from now on. */
export function accountSessionEndsAt(session: { createdAt: Date; lastUsedAt: Date }): Date {
  return new Date(
    Math.min(session.lastUsedAt.getTime() + sessionIdleMs, session.createdAt.getTime() + sessionAbsoluteMs),
  );
}

/**
 * Finds who a cookie's token belongs to. Nothing is cached: a suspended user is out with the next request.
 * Not yet verified: permission, assurance, and that the request came from our own pages.
 */
export async function findAccountSession(context: Context, token: string): Promise<SignedIn | null> {
  const parsed = parseToken(token);
  if (!parsed) return null;
  const { lookUp } = context.database;
  const [row] = await lookUp
    .select({
      session: accountSessions,
      user: users,
      role: roles,
      organizationName: organizations.name,
      passkeyRule: organizations.passkeyRule,
      hasPasskey,
      limitedToUnits: isLimitedToUnits,
    })
    .from(accountSessions)
    .innerJoin(users, eq(users.id, accountSessions.userId))
    .innerJoin(roles, eq(roles.id, users.roleId))
    .innerJoin(organizations, eq(organizations.id, accountSessions.organizationId))
    .where(eq(accountSessions.id, parsed.id))
    .prepare('find_account_session')
    .execute();
  if (!row || !isSecretOf(parsed.secret, row.session.secretHash) || !mayComeIn(row.user)) return null;
  const now = context.clock().getTime();
  const { session, user, role } = row;
  const expiresAt = accountSessionEndsAt(session);
  if (now >= expiresAt.getTime()) return null;
  if (now - session.lastUsedAt.getTime() > touchEveryMs) {
    await lookUp
      .update(accountSessions)
      .set({ lastUsedAt: new Date(now) })
      .where(eq(accountSessions.id, session.id));
  }
  const person = describePerson('account', user, role);
  return {
    kind: 'account',
    sessionId: session.id,
    assurance: session.assurance,
    organizationId: session.organizationId,
    organizationName: row.organizationName,
    ...person,
    limitedToUnits: row.limitedToUnits,
    deviceId: null,
    needsPasskey: isPasskeyNeeded(row.passkeyRule, person.role.permissions),
    hasPasskey: row.hasPasskey,
    steppedUpAt: session.steppedUpAt,
    steppedUpBy: session.steppedUpBy,
    expiresAt,
  };
}

/**
 * Notes that a passkey was used in a session, or just made: it is as good as one that a passkey opened, and stepped up. It goes on
 * under another token, so a copy of the one before is worth nothing (ASVS 5.0, 7.2.4).
 * @returns the token for the cookie
 * @throws ProblemError `not_signed_in` when the session has ended since it let the request in
 */
export async function raiseByPasskey(tx: Queries, sessionId: string, now: Date): Promise<string> {
  const { id, token, secretHash } = makeToken();
  const raised = await tx
    .update(accountSessions)
    .set({ id, secretHash, assurance: 'passkey', steppedUpAt: now, steppedUpBy: 'passkey' })
    .where(eq(accountSessions.id, sessionId))
    .returning({ id: accountSessions.id });
  if (raised.length === 0) throw sessionOver();
  return token;
}

/** The refusal of what is done in a session that has ended since it let the request in. */
export function sessionOver(): ProblemError {
  return new ProblemError('not_signed_in', 'Your session has ended. Sign in and try again.');
}

/** @throws ProblemError `not_signed_in` when a session that let a request in has ended since */
export async function requireStanding(tx: Queries, sessionId: string): Promise<void> {
  const [session] = await tx
    .select({ id: accountSessions.id })
    .from(accountSessions)
    .where(eq(accountSessions.id, sessionId));
  if (!session) throw sessionOver();
}

/** Ends a user's account sessions, all of them or all but one. @returns how many */
export async function endAccountSessions(tx: Queries, userId: string, except?: string): Promise<number> {
  const ofUser = eq(accountSessions.userId, userId);
  const ended = await tx
    .delete(accountSessions)
    .where(except ? and(ofUser, ne(accountSessions.id, except)) : ofUser)
    .returning({ id: accountSessions.id });
  return ended.length;
}

/** Ends a user's other account sessions that a passkey opened or raised: they are worth no more than it. @returns how many */
export async function endOtherPasskeySessions(
  tx: Queries,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<number> {
  const ended = await tx
    .delete(accountSessions)
    .where(
      and(
        eq(accountSessions.userId, userId),
        eq(accountSessions.assurance, 'passkey'),
        ne(accountSessions.id, sessionId),
      ),
    )
    .returning({ id: accountSessions.id });
  return ended.length;
}

/** Ends a user's sessions everywhere, on tablets, too, all of them or all but one. Tablets hear of it by a change signal. @returns how many */
export async function endSessions(tx: Queries, userId: string, except?: string): Promise<number> {
  const ended = await endAccountSessions(tx, userId, except);
  const locked = await tx
    .delete(pinSessions)
    .where(eq(pinSessions.userId, userId))
    .returning({ id: pinSessions.id });
  return ended + locked.length;
}

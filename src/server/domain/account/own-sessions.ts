// Where somebody is signed in: with their account, and with their PIN on tablets.
import { and, desc, eq, gt } from 'drizzle-orm';
import type { OwnSession } from '../../../contract/endpoints/account.ts';
import type { Queries } from '../../database/database.ts';
import { accountSessions, devices, pinSessions } from '../../database/schema.ts';
import { type Act, record } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { ProblemError } from '../access/problem-error.ts';
import { requireOwnSecret, type SignedIn } from '../access/signed-in.ts';
import { pinSessionAbsoluteMs } from '../pins/pin-session.ts';
import { accountSessionEndsAt } from '../sign-in/account-session.ts';
import { describeUserAgent } from '../sign-in/describe-user-agent.ts';

async function listAccountSessions(tx: Queries, { user, sessionId }: SignedIn, now: Date) {
  const rows = await tx
    .select()
    .from(accountSessions)
    .where(eq(accountSessions.userId, user.id))
    .orderBy(desc(accountSessions.lastUsedAt));
  return rows
    .filter((session) => accountSessionEndsAt(session) > now)
    .map(
      (session): OwnSession => ({
        id: session.id,
        kind: 'account',
        current: session.id === sessionId,
        createdAt: session.createdAt.toISOString(),
        lastUsedAt: session.lastUsedAt.toISOString(),
        address: session.address,
        browser: describeUserAgent(session.userAgent),
        deviceName: null,
      }),
    );
}

async function listPinSessions(tx: Queries, { user }: SignedIn, now: Date) {
  const rows = await tx
    .select({ id: pinSessions.id, createdAt: pinSessions.createdAt, deviceName: devices.name })
    .from(pinSessions)
    .innerJoin(devices, eq(devices.id, pinSessions.deviceId))
    .where(
      and(
        eq(pinSessions.userId, user.id),
        gt(pinSessions.createdAt, new Date(now.getTime() - pinSessionAbsoluteMs)),
      ),
    )
    .orderBy(desc(pinSessions.createdAt));
  return rows.map(
    ({ id, createdAt, deviceName }): OwnSession => ({
      id,
      kind: 'pin',
      current: false,
      createdAt: createdAt.toISOString(),
      lastUsedAt: null,
      address: null,
      browser: null,
      deviceName,
    }),
  );
}

/** One's own sessions that are in force, the one that asks first, then the account's, then the tablets'. */
export async function listOwnSessions({ context, signedIn }: Act): Promise<OwnSession[]> {
  requireOwnSecret(signedIn);
  const now = context.clock();
  const found = await context.database.inOrganization(signedIn.organizationId, async (tx) => [
    ...(await listAccountSessions(tx, signedIn, now)),
    ...(await listPinSessions(tx, signedIn, now)),
  ]);
  return found.toSorted((a, b) => Number(b.current) - Number(a.current));
}

/**
 * Ends one of one's own sessions with its next request; a tablet is told at once.
 * @throws ProblemError `not_found` when it is not there, or another's
 */
export async function endOwnSession(act: Act, sessionId: string): Promise<void> {
  const { context, signedIn } = act;
  requireOwnSecret(signedIn);
  const { organizationId, user } = signedIn;
  await changeOrganization(context, organizationId, async (tx) => {
    const [ended] = await tx
      .delete(accountSessions)
      .where(and(eq(accountSessions.id, sessionId), eq(accountSessions.userId, user.id)))
      .returning({ id: accountSessions.id });
    const [locked] = await tx
      .delete(pinSessions)
      .where(and(eq(pinSessions.id, sessionId), eq(pinSessions.userId, user.id)))
      .returning({ deviceId: pinSessions.deviceId });
    if (!ended && !locked) {
      throw new ProblemError('not_found', 'You’re no longer signed in there. Reload the list.');
    }
    await record(tx, act, 'account.session-ended', {
      deviceId: locked?.deviceId ?? null,
      detail: { kind: ended ? 'account' : 'pin' },
    });
  });
}

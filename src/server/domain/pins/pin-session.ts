// PIN sessions: one at a time on a device, found by device and token, ended.
import { and, eq, sql } from 'drizzle-orm';
import { pinSessionHours } from '../../../contract/durations.ts';
import type { Context } from '../../context.ts';
import { isSecretOf, parseToken } from '../../crypto/tokens.ts';
import { buildOnce, type Queries } from '../../database/database.ts';
import { organizations, pinSessions, roles, users } from '../../database/schema.ts';
import { type DeviceAct, record } from '../access/act.ts';
import type { KnownDevice } from '../access/device-identity.ts';
import { describePerson, mayComeIn, type SignedIn } from '../access/signed-in.ts';
import { noStepUp } from '../access/step-up.ts';
import { isLimitedToUnits, mayUseDeviceIn } from '../access/unit-scope.ts';
import { findPinChange } from './pin-policy.ts';

/** When a session ends at the latest, in milliseconds after it began. */
export const pinSessionAbsoluteMs = pinSessionHours * 3_600_000;

/** What the answers about a PIN session are made of, besides the session. */
export const sessionPerson = {
  user: users,
  role: roles,
  organizationName: organizations.name,
  wantedLength: organizations.pinLength,
  limitedToUnits: isLimitedToUnits,
};

type SessionPerson = {
  user: typeof users.$inferSelect;
  role: typeof roles.$inferSelect;
  organizationName: string;
  wantedLength: number;
  limitedToUnits: boolean;
};

/** Whoever is signed in by a session. Not yet verified: that it stands. */
export function describePinSession(
  { user, role, organizationName, wantedLength, limitedToUnits }: SessionPerson,
  session: { id: string; deviceId: string; createdAt: Date },
): SignedIn {
  return {
    kind: 'pin',
    sessionId: session.id,
    assurance: 'pin',
    organizationId: user.organizationId,
    organizationName,
    ...describePerson('pin', { ...user, pinChange: findPinChange(user, wantedLength) }, role),
    limitedToUnits,
    deviceId: session.deviceId,
    ...noStepUp,
    expiresAt: new Date(session.createdAt.getTime() + pinSessionAbsoluteMs),
  };
}

const findSession = buildOnce((queries) =>
  queries
    .select({ ...sessionPerson, session: pinSessions })
    .from(pinSessions)
    .innerJoin(users, eq(users.id, pinSessions.userId))
    .innerJoin(roles, eq(roles.id, users.roleId))
    .innerJoin(organizations, eq(organizations.id, pinSessions.organizationId))
    .where(
      and(
        eq(pinSessions.id, sql.placeholder('id')),
        eq(pinSessions.deviceId, sql.placeholder('deviceId')),
        // A role or unit that changed since the sign-in ends the session with its next request.
        mayUseDeviceIn(sql.placeholder('unitId')),
      ),
    )
    .prepare('find_pin_session'),
);

/**
 * Finds who is signed in on a device by the session's token. The device has proven itself before.
 * Not yet verified: permission and assurance.
 */
export async function findPinSession(
  { database, clock }: Context,
  device: KnownDevice,
  token: string,
): Promise<SignedIn | null> {
  const parsed = parseToken(token);
  if (!parsed) return null;
  const { id: deviceId, unitId } = device;
  const [row] = await findSession(database.lookUp).execute({ id: parsed.id, deviceId, unitId });
  if (!row || !isSecretOf(parsed.secret, row.session.secretHash) || !mayComeIn(row.user)) return null;
  const signedIn = describePinSession(row, row.session);
  return clock() >= signedIn.expiresAt ? null : signedIn;
}

/** Ends the session that is open on a device; none is fine, too. */
export async function endPinSession(act: DeviceAct, reason: 'locked' | 'idle' | 'reloaded'): Promise<void> {
  const { organizationId, id: deviceId } = act.device;
  await act.context.database.inOrganization(organizationId, async (tx) => {
    const [ended] = await tx.delete(pinSessions).where(eq(pinSessions.deviceId, deviceId)).returning();
    if (!ended) return;
    await record(tx, act, 'pin.session-ended', { actorId: ended.userId, detail: { reason } });
  });
}

/**
 * Ends a session of which the tablet noted the end since nobody heard it; the event that tells of it is its end in the audit
 * trail. One that another has replaced meanwhile is gone already.
 */
export async function endUnheardSession(
  tx: Queries,
  { deviceId, sessionId, userId }: { deviceId: string; sessionId: string; userId: string },
): Promise<void> {
  await tx
    .delete(pinSessions)
    .where(
      and(eq(pinSessions.id, sessionId), eq(pinSessions.deviceId, deviceId), eq(pinSessions.userId, userId)),
    );
}

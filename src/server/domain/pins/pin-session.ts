// PIN sessions: one at a time on a device, found by device and token, ended.
import { and, eq } from 'drizzle-orm';
import { pinSessionHours } from '../../../contract/durations.ts';
import type { Session } from '../../../contract/endpoints/session.ts';
import type { Context } from '../../context.ts';
import { isSecretOf, parseToken } from '../../crypto/tokens.ts';
import type { Queries } from '../../database/database.ts';
import { organizations, pinSessions, roles, users } from '../../database/schema.ts';
import { type DeviceAct, record } from '../access/act.ts';
import type { KnownDevice } from '../access/device-identity.ts';
import { describePerson, describeSession, mayComeIn, type SignedIn } from '../access/signed-in.ts';
import { noStepUp } from '../access/step-up.ts';
import { isLimitedToUnits, mayUseDeviceIn } from '../access/unit-scope.ts';
import { findPinChange } from './pin-policy.ts';

/** When a session ends at the latest, in milliseconds after it began. */
export const pinSessionAbsoluteMs = pinSessionHours * 3_600_000;

/**
 * Finds who is signed in on a device by the session's token. The device has proven itself before.
 * Not yet verified: permission and assurance.
 */
export async function findPinSession(
  context: Context,
  device: KnownDevice,
  token: string,
): Promise<SignedIn | null> {
  const parsed = parseToken(token);
  if (!parsed) return null;
  const [row] = await context.database.lookUp
    .select({
      session: pinSessions,
      user: users,
      role: roles,
      organizationName: organizations.name,
      wantedLength: organizations.pinLength,
      limitedToUnits: isLimitedToUnits,
    })
    .from(pinSessions)
    .innerJoin(users, eq(users.id, pinSessions.userId))
    .innerJoin(roles, eq(roles.id, users.roleId))
    .innerJoin(organizations, eq(organizations.id, pinSessions.organizationId))
    .where(
      and(
        eq(pinSessions.id, parsed.id),
        eq(pinSessions.deviceId, device.id),
        // A role or unit that changed since the sign-in ends the session with its next request.
        mayUseDeviceIn(device.unitId),
      ),
    )
    .prepare('find_pin_session')
    .execute();
  if (!row || !isSecretOf(parsed.secret, row.session.secretHash) || !mayComeIn(row.user)) return null;
  const { session, user, role } = row;
  const expiresAt = new Date(session.createdAt.getTime() + pinSessionAbsoluteMs);
  if (context.clock() >= expiresAt) return null;
  return {
    kind: 'pin',
    sessionId: session.id,
    assurance: 'pin',
    organizationId: session.organizationId,
    organizationName: row.organizationName,
    ...describePerson('pin', { ...user, pinChange: findPinChange(user, row.wantedLength) }, role),
    limitedToUnits: row.limitedToUnits,
    deviceId: device.id,
    ...noStepUp,
    expiresAt,
  };
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

/** The session behind a token that was just made, as the contract tells of it. */
export async function describeNewPinSession(
  context: Context,
  device: KnownDevice,
  token: string,
): Promise<Session> {
  const signedIn = await findPinSession(context, device, token);
  if (!signedIn) throw new Error('a session that was just opened is not there');
  return describeSession(signedIn);
}

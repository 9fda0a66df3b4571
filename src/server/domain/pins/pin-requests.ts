// "Forgot your PIN?": asked at a pad, listed for those who may give new PINs, dismissed.
import { randomUUID } from 'node:crypto';
import { and, asc, eq, sql } from 'drizzle-orm';
import type { PinRequest } from '../../../contract/endpoints/pin-requests.ts';
import type { Queries } from '../../database/database.ts';
import { devices, pinRequests, roles, users } from '../../database/schema.ts';
import { type Act, aboutUser, type DeviceAct, record } from '../access/act.ts';
import { displayName } from '../access/display-name.ts';
import { tellApart } from '../access/namesakes.ts';
import { ProblemError } from '../access/problem-error.ts';
import { isWithinPower } from '../access/roles.ts';
import { readPermissions, type SignedIn } from '../access/signed-in.ts';
import { findUnitScope, isDeviceWithin, mayUseDeviceIn } from '../access/unit-scope.ts';
import { isPersonVisible } from '../access/user-scope.ts';

const listedMost = 200;

/** Holds for those whom a new PIN would let in: nobody suspended, and a role that may use tablets. */
const isAnswerable = sql`(${users.state} = 'active' and not ${users.partnerSuspended} and 'tablet:use' = any (${roles.permissions}))`;

/**
 * Notes that somebody at a device asks for a new PIN; it gives nobody anything. Asking again changes nothing.
 * Not verified, and it can't be: that it is the user themselves who asks.
 * @throws ProblemError `not_found` for anybody who could not sign in on this device
 */
export async function requestPin(act: DeviceAct, userId: string): Promise<void> {
  const { organizationId, id: deviceId, unitId } = act.device;
  const { database, clock } = act.context;
  await database.inOrganization(organizationId, async (tx) => {
    const [user] = await tx
      .select()
      .from(users)
      .where(and(eq(users.id, userId), mayUseDeviceIn(unitId)));
    if (!user) {
      throw new ProblemError('not_found', 'This user can’t sign in on this tablet. Tell a manager.');
    }
    const made = await tx
      .insert(pinRequests)
      .values({ id: randomUUID(), organizationId, userId, deviceId, createdAt: clock() })
      .onConflictDoNothing({ target: pinRequests.userId })
      .returning({ id: pinRequests.id });
    if (made.length === 0) return;
    await record(tx, act, 'pin-request.made', aboutUser(user));
  });
}

/** The requests of those whom the one who asks may see, the longest waiting first. */
export async function listPinRequests({
  context: { database },
  signedIn,
}: Act): Promise<{ requests: PinRequest[] }> {
  return database.inOrganization(signedIn.organizationId, async (tx) => {
    const scope = await findUnitScope(tx, signedIn.user.id);
    const rows = await tx
      .select({ request: pinRequests, user: users, role: roles, deviceName: devices.name })
      .from(pinRequests)
      .innerJoin(users, eq(users.id, pinRequests.userId))
      .innerJoin(roles, eq(roles.id, users.roleId))
      .leftJoin(devices, and(eq(devices.id, pinRequests.deviceId), isDeviceWithin(scope)))
      .where(and(isPersonVisible(signedIn, scope), isAnswerable))
      .orderBy(asc(pinRequests.createdAt), asc(pinRequests.id))
      .limit(listedMost);
    const people = rows.map(({ user }) => user);
    const apart = await tellApart(tx, signedIn.organizationId, people, isPersonVisible(signedIn, scope));
    const requests = rows.map(({ request, user, role, deviceName }) => ({
      id: request.id,
      user: { id: user.id, name: displayName(user), apart: apart.get(user.id) ?? null },
      device: deviceName === null ? null : { id: request.deviceId, name: deviceName },
      requestedAt: request.createdAt.toISOString(),
      answerable: isWithinPower(signedIn, readPermissions(role.permissions)),
    }));
    return { requests };
  });
}

/** One open request with its user, when the one who asks may see them. @throws ProblemError `not_found` */
export async function findPinRequest(tx: Queries, signedIn: SignedIn, requestId: string) {
  const scope = await findUnitScope(tx, signedIn.user.id);
  const [row] = await tx
    .select({ request: pinRequests, user: users, role: roles })
    .from(pinRequests)
    .innerJoin(users, eq(users.id, pinRequests.userId))
    .innerJoin(roles, eq(roles.id, users.roleId))
    .where(and(eq(pinRequests.id, requestId), isPersonVisible(signedIn, scope), isAnswerable));
  if (row) return row;
  throw new ProblemError('not_found', 'This request was already answered or dismissed. Reload the list.');
}

/** Takes a request off the list; nothing else changes. */
export async function dismissPinRequest(act: Act, requestId: string): Promise<void> {
  const { context, signedIn } = act;
  await context.database.inOrganization(signedIn.organizationId, async (tx) => {
    const { user } = await findPinRequest(tx, signedIn, requestId);
    await tx.delete(pinRequests).where(eq(pinRequests.id, requestId));
    await record(tx, act, 'pin-request.dismissed', aboutUser(user));
  });
}

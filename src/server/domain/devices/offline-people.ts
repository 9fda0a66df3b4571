// Who could sign in offline on a device: counted before it is revoked, and asked for a new PIN when it is.
import { and, eq, inArray, isNotNull, type SQL, sql } from 'drizzle-orm';
import { offlinePinLength } from '../../../contract/pin-rules.ts';
import type { Queries } from '../../database/database.ts';
import { devices, organizations, roles, users } from '../../database/schema.ts';
import type { Act } from '../access/act.ts';
import { findUnitScope, mayUseDeviceIn } from '../access/unit-scope.ts';
import { isPersonVisible } from '../access/user-scope.ts';
import { getDevice } from './device-view.ts';
import { mayUseOffline } from './roster-user.ts';

type Organization = typeof organizations.$inferSelect;
type Candidate = { user: typeof users.$inferSelect; role: typeof roles.$inferSelect };

/**
 * Those of whom a device may hold 10 bits since its last pull, although it would get none of them now: rights that were
 * taken away meanwhile, or a rule that was changed. Of whoever it was that changed only this is known: that something did.
 */
function mayBeHeldStill(
  { user, role }: Candidate,
  device: typeof devices.$inferSelect,
  { offlineSignIn }: Organization,
): boolean {
  const { rosterRevision, rosterScope, lastSyncAt } = device;
  if (rosterRevision === null || lastSyncAt === null) return false;
  // A PIN that was set since is none that it holds; who has to choose one anyway will.
  if (user.pinMustChange || user.pinLength === null || (user.pinSetAt && user.pinSetAt > lastSyncAt))
    return false;
  const isChanged =
    !offlineSignIn ||
    rosterScope !== device.scope ||
    user.revision > rosterRevision ||
    role.revision > rosterRevision;
  return isChanged && user.pinLength >= offlinePinLength;
}

/**
 * Those of whose PIN a device holds 10 bits, or may hold them still; nobody, where it never pulled.
 * @param among these alone; everybody unless told
 * @returns their ids
 */
async function findOfflinePeople(
  tx: Queries,
  organizationId: string,
  deviceId: string,
  among?: SQL,
): Promise<readonly string[]> {
  const [found] = await tx
    .select({ device: devices, organization: organizations })
    .from(devices)
    .innerJoin(organizations, eq(organizations.id, devices.organizationId))
    .where(eq(devices.id, deviceId));
  if (!found?.device.lastSyncAt) return [];
  const { device, organization } = found;
  const rows = await tx
    .select({ user: users, role: roles, mayUse: sql<boolean>`${mayUseDeviceIn(device.unitId)}` })
    .from(users)
    .innerJoin(roles, eq(roles.id, users.roleId))
    .where(and(eq(users.organizationId, organizationId), isNotNull(users.pinSealed), among));
  return rows
    .filter(
      ({ mayUse, ...one }) =>
        (mayUse && mayUseOffline(one.user, one.role, organization)) ||
        mayBeHeldStill(one, device, organization),
    )
    .map(({ user }) => user.id);
}

/**
 * How many of the users whom the one who asks may see a revocation asks for a new PIN; `isWhole`: there are no others.
 * @throws ProblemError `not_found`
 */
export async function countOfflinePeople(
  act: Act,
  deviceId: string,
): Promise<{ people: number; isWhole: boolean }> {
  const { context, signedIn } = act;
  const { organizationId } = signedIn;
  return context.database.inOrganization(organizationId, async (tx) => {
    const { revokedAt } = await getDevice(tx, act, deviceId);
    const scope = await findUnitScope(tx, signedIn.user.id);
    const isWhole = scope === null && signedIn.user.partnerId === null;
    if (revokedAt) return { people: 0, isWhole };
    const visible = isPersonVisible(signedIn, scope);
    return { people: (await findOfflinePeople(tx, organizationId, deviceId, visible)).length, isWhole };
  });
}

/**
 * Lets everybody who could sign in offline on a device choose a new PIN at their next sign-in; until then no tablet
 * holds anything of theirs. Their sessions elsewhere go on.
 * @param revision the one of the change that this is part of
 * @returns how many they are
 */
export async function askForNewPins(
  tx: Queries,
  organizationId: string,
  deviceId: string,
  revision: number,
): Promise<number> {
  const people = await findOfflinePeople(tx, organizationId, deviceId);
  if (people.length === 0) return 0;
  await tx
    .update(users)
    .set({ pinMustChange: true, revision })
    .where(inArray(users.id, [...people]));
  return people.length;
}

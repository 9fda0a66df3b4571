// What changed in a device's roster since its cursor.
import { and, eq, gt, inArray, or, sql } from 'drizzle-orm';
import type { Policy, Pull } from '../../../contract/endpoints/device.ts';
import type { Context } from '../../context.ts';
import { offlineProofKey } from '../../crypto/offline-proofs.ts';
import { organizationKey, organizationKeyThumbprint } from '../../crypto/organization-keys.ts';
import type { Queries } from '../../database/database.ts';
import { devices, organizations, removals, roles, users } from '../../database/schema.ts';
import type { DeviceAct } from '../access/act.ts';
import type { KnownDevice } from '../access/device-identity.ts';
import { tellApart } from '../access/namesakes.ts';
import { readPermissions } from '../access/signed-in.ts';
import { mayUseDeviceIn } from '../access/unit-scope.ts';
import { findPinLengths } from '../pins/pin-policy.ts';
import { readTabletTime } from './note-queue.ts';
import { describeRosterUser } from './roster-user.ts';
import { takeMarks } from './sync-marks.ts';

export type DeviceReport = {
  appVersion?: string | undefined;
  storagePersisted?: 'yes' | 'no' | undefined;
  live?: 'yes' | 'no' | undefined;
  queueLength?: string | undefined;
  oldestUnsentAt?: string | undefined;
  pinnedKey?: string | undefined;
};

/** So many of a device's last pulls are remembered. */
const pullsKept = 16;

type Organization = typeof organizations.$inferSelect;

const cursorOf = ({ syncEpoch, revision }: Organization, scope: number) =>
  `${syncEpoch}.${scope}.${revision}`;

/** The revision of a cursor that this organization gave to this device in its present scope; else `null`. */
function readCursor(cursor: string | undefined, organization: Organization, scope: number): number | null {
  const [epoch, cursorScope, revision] = (cursor ?? '').split('.');
  if (epoch !== organization.syncEpoch || cursorScope !== String(scope)) return null;
  const since = /^[0-9]{1,15}$/.test(revision ?? '') ? Number(revision) : Number.NaN;
  return since <= organization.revision ? since : null;
}

/** Users and roles that changed after `since`, told apart by whether the device may hold them now. */
async function readChanges(
  context: Context,
  tx: Queries,
  device: Pick<KnownDevice, 'organizationId' | 'unitId'>,
  organization: Organization,
  since: number,
  reset: boolean,
) {
  // A role that gained or lost the right to sign in moves its users, whose own rows did not change.
  const changedUsers = await tx
    .select({ user: users, role: roles, mayUse: sql<boolean>`${mayUseDeviceIn(device.unitId)}` })
    .from(users)
    .innerJoin(roles, eq(roles.id, users.roleId))
    .where(
      and(
        reset ? mayUseDeviceIn(device.unitId) : or(gt(users.revision, since), gt(roles.revision, since)),
        eq(users.organizationId, device.organizationId),
      ),
    );
  const apart = await tellApart(
    tx,
    device.organizationId,
    changedUsers.map(({ user }) => user),
    mayUseDeviceIn(device.unitId),
  );
  // Somebody who gets a namesake is told apart from then on, though nothing of theirs changed.
  const known = new Set(changedUsers.map(({ user }) => user.id));
  const namesakeIds = [...apart.keys()].filter((id) => !known.has(id));
  const namesakes = await tx
    .select({ user: users, role: roles })
    .from(users)
    .innerJoin(roles, eq(roles.id, users.roleId))
    .where(inArray(users.id, namesakeIds));
  const changedRoles = await tx.select().from(roles).where(gt(roles.revision, since));
  const gone = reset ? [] : await tx.select().from(removals).where(gt(removals.revision, since));
  const goneIds = (kind: 'user' | 'role') =>
    gone.filter((row) => row.kind === kind).map((row) => row.removedId);
  return {
    puts: {
      users: [...changedUsers.filter(({ mayUse }) => mayUse), ...namesakes].map(({ user, role }) =>
        describeRosterUser(context, organization, user, role, apart.get(user.id)),
      ),
      roles: changedRoles.map(({ id, name, permissions }) => ({
        id,
        name,
        permissions: [...readPermissions(permissions)],
      })),
    },
    dels: {
      users: [...changedUsers.filter(({ mayUse }) => !mayUse).map(({ user }) => user.id), ...goneIds('user')],
      roles: goneIds('role'),
    },
  };
}

/** What a tablet needs so as to let users in by itself. */
function describeOffline(
  { keys, hashing }: Context,
  { offlineSignIn, pinSalt }: Organization,
): Policy['offline'] {
  if (!offlineSignIn) return null;
  return {
    pinSalt: pinSalt.toString('base64url'),
    argon2: hashing.pinParameters,
    sealingKey: offlineProofKey(keys),
  };
}

async function noteReport(
  { database, keys }: Context,
  { id, organizationId }: KnownDevice,
  report: DeviceReport,
  now: Date,
  pulled: Pick<typeof devices.$inferInsert, 'leaseEndsAt' | 'rosterRevision' | 'rosterScope'>,
) {
  const { pinnedKey } = report;
  const isOurs = pinnedKey === (await organizationKeyThumbprint(keys, organizationId));
  await database.lookUp
    .update(devices)
    .set({
      lastSeenAt: now,
      lastSyncAt: now,
      // Of those that were answered last the tablet holds one: not always the newest, whose answer may be lost.
      rosterPulls: sql`jsonb_path_query_array(${devices.rosterPulls}, ${`$[last - ${pullsKept - 2} to last]`}::jsonpath) || to_jsonb(${now.getTime()}::bigint)`,
      ...pulled,
      ...(report.appVersion === undefined ? {} : { appVersion: report.appVersion }),
      ...(report.storagePersisted === undefined
        ? {}
        : { storagePersisted: report.storagePersisted === 'yes' }),
      ...(report.live === undefined ? {} : { live: report.live === 'yes' }),
      ...(pinnedKey === undefined ? {} : { remoteWipe: isOurs ? 'works' : 'after-relink' }),
      ...(report.queueLength === undefined
        ? {}
        : {
            queueLength: Number(report.queueLength),
            oldestUnsentAt: report.oldestUnsentAt ? readTabletTime(report.oldestUnsentAt, now) : null,
          }),
    })
    .where(eq(devices.id, id));
}

/**
 * One pull: everything that changed up to a revision, read from one snapshot, so that nothing is missed and nothing is
 * sent twice but by a `reset`. It renews the device's lease.
 * @throws ProblemError `device_in_two_places`, `changed_meanwhile`
 */
export async function pullRoster(
  act: DeviceAct,
  cursor: string | undefined,
  { marks, ...report }: DeviceReport & { marks?: string | undefined },
): Promise<Pull> {
  const { context, device } = act;
  await takeMarks(act, marks);
  const now = context.clock();
  const pull = await context.database.inOrganization(device.organizationId, async (tx) => {
    await tx.execute(sql`set transaction isolation level repeatable read, read only`);
    // The device, too, as this snapshot shows it: it may have changed since it proved who it is.
    const [found] = await tx
      .select({ organization: organizations, current: devices })
      .from(devices)
      .innerJoin(organizations, eq(organizations.id, devices.organizationId))
      .where(eq(devices.id, device.id));
    if (!found) throw new Error('the device is gone');
    const { organization, current } = found;
    const { scope, pinPausedUntil: pausedUntil } = current;
    const since = readCursor(cursor, organization, scope);
    const unchanged = since === organization.revision;
    const nothing = { puts: { users: [], roles: [] }, dels: { users: [], roles: [] } };
    const changes = unchanged
      ? nothing
      : await readChanges(context, tx, current, organization, since ?? -1, since === null);
    return {
      ...changes,
      cursor: cursorOf(organization, scope),
      reset: since === null,
      policy: {
        organizationName: organization.name,
        deviceName: current.name,
        signInStyle: organization.signInStyle,
        pinLength: organization.pinLength,
        pinLengths: await findPinLengths(tx, organization),
        autoLockSeconds: organization.autoLockSeconds,
        offline: describeOffline(context, organization),
        pausedUntil: pausedUntil && pausedUntil > now ? pausedUntil.toISOString() : null,
      },
      leaseUntil: new Date(now.getTime() + organization.leaseHours * 3_600_000),
      rosterRevision: organization.offlineSignIn ? organization.revision : null,
    };
  });
  const { leaseUntil, rosterRevision, ...rest } = pull;
  const pulled = { leaseEndsAt: leaseUntil, rosterRevision, rosterScope: device.scope };
  await noteReport(context, device, report, now, pulled);
  return {
    ...rest,
    lease: { until: leaseUntil.toISOString() },
    serverTime: now.toISOString(),
    organizationKey: organizationKey(context.keys, device.organizationId),
  };
}

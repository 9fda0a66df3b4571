// How devices are shown to those who look after them.
import { and, desc, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { type Device, revokedMost } from '../../../contract/endpoints/devices.ts';
import type { Queries } from '../../database/database.ts';
import { devices, units, users } from '../../database/schema.ts';
import type { Act } from '../access/act.ts';
import { displayName } from '../access/display-name.ts';
import { ProblemError } from '../access/problem-error.ts';
import type { SignedIn } from '../access/signed-in.ts';
import { findUnitScope, isDeviceWithin, isUserWithin } from '../access/unit-scope.ts';

/** A device whose stream is open is touched at least this often, in milliseconds. */
export const connectedMs = 40_000;

const authorizer = alias(users, 'authorizer');
const revoker = alias(users, 'revoker');

/** Those of the devices in reach for which something holds, so many of them. */
async function readDevices(tx: Queries, signedIn: SignedIn, which: SQL, most = Number.MAX_SAFE_INTEGER) {
  const scope = await findUnitScope(tx, signedIn.user.id);
  return (
    tx
      .select({ device: devices, unit: units, authorizer, revoker, toReview: openReviews, eventsReceived })
      .from(devices)
      .leftJoin(units, eq(units.id, devices.unitId))
      // Those limited to units are told the names of their own users alone.
      .leftJoin(authorizer, and(eq(authorizer.id, devices.authorizedBy), isUserWithin(scope, authorizer.id)))
      .leftJoin(revoker, and(eq(revoker.id, devices.revokedBy), isUserWithin(scope, revoker.id)))
      .where(and(eq(devices.organizationId, signedIn.organizationId), isDeviceWithin(scope), which))
      .orderBy(desc(devices.revokedAt), devices.nameFolded)
      .limit(most)
  );
}

const openReviews = sql<number>`(select count(*)::int from device_events
  where device_events.device_id = ${devices.id} and cardinality(device_events.reasons) > 0 and device_events.verdict is null)`;

const eventsReceived = sql<number>`(select count(*)::int from device_events
  where device_events.device_id = ${devices.id} and device_events.received_at >= ${devices.revokedAt})`;

type Row = Awaited<ReturnType<typeof readDevices>>[number];

const iso = (moment: Date | null) => moment?.toISOString() ?? null;

function describeDevice(
  { device, unit, authorizer, revoker, toReview, eventsReceived }: Row,
  now: Date,
): Device {
  const seenMsAgo = device.lastSeenAt
    ? now.getTime() - device.lastSeenAt.getTime()
    : Number.POSITIVE_INFINITY;
  return {
    id: device.id,
    name: device.name,
    unit: unit && { id: unit.id, name: unit.name },
    authorizedAt: device.authorizedAt.toISOString(),
    authorizedBy: authorizer && displayName(authorizer),
    lastSeenAt: iso(device.lastSeenAt),
    lastSyncAt: iso(device.lastSyncAt),
    connected: !device.revokedAt && seenMsAgo < connectedMs,
    live: device.live,
    leaseEndsAt: iso(device.leaseEndsAt),
    appVersion: device.appVersion,
    storagePersisted: device.storagePersisted,
    queueLength: device.queueLength,
    oldestUnsentAt: iso(device.oldestUnsentAt),
    toReview,
    pausedUntil: device.pinPausedUntil && device.pinPausedUntil > now ? iso(device.pinPausedUntil) : null,
    twoPlacesAt: iso(device.twoPlacesAt),
    revokedAt: iso(device.revokedAt),
    revokedBy: revoker && displayName(revoker),
    wipedAt: iso(device.wipedAt),
    remoteWipe: device.remoteWipe,
    eventsReceived,
    eventsLost: device.eventsLost ?? 0,
  };
}

/** The devices that the one who asks may see: those in force by name, then those that were revoked last. */
export async function listDevices({ context: { database, clock }, signedIn }: Act): Promise<Device[]> {
  const rows = await database.inOrganization(signedIn.organizationId, async (tx) => [
    ...(await readDevices(tx, signedIn, isNull(devices.revokedAt))),
    ...(await readDevices(tx, signedIn, isNotNull(devices.revokedAt), revokedMost)),
  ]);
  return rows.map((row) => describeDevice(row, clock()));
}

/** One device, when the one who asks may see it. @throws ProblemError `not_found` */
export async function getDevice(tx: Queries, { context, signedIn }: Act, deviceId: string): Promise<Device> {
  const [row] = await readDevices(tx, signedIn, eq(devices.id, deviceId));
  if (!row) throw new ProblemError('not_found', 'This device doesn’t exist. Go back to the list.');
  return describeDevice(row, context.clock());
}

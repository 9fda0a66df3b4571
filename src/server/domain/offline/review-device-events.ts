// What a tablet noted offline and the check at the sync found doubtful: listed, accepted, rejected.
import { and, count, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { type ReviewReason, reviewReasons } from '../../../contract/device-events.ts';
import type { ReviewEvent } from '../../../contract/endpoints/device-reviews.ts';
import type { Queries } from '../../database/database.ts';
import { deviceEvents, devices, users } from '../../database/schema.ts';
import { type Act, aboutDevice, recordEach } from '../access/act.ts';
import { displayName } from '../access/display-name.ts';
import { findUnitScope, isDeviceWithin, isUserWithin } from '../access/unit-scope.ts';
import { isPersonVisible } from '../access/user-scope.ts';
import { getDevice } from '../devices/device-view.ts';

const eventsShown = 200;

const isReason = (name: string): name is ReviewReason => Object.hasOwn(reviewReasons, name);
const isDoubtful = sql`cardinality(${deviceEvents.reasons}) > 0`;
const iso = (moment: Date | null) => moment?.toISOString() ?? null;

async function countOpen(tx: Queries, deviceId: string): Promise<number> {
  return tx.$count(
    deviceEvents,
    and(eq(deviceEvents.deviceId, deviceId), isDoubtful, isNull(deviceEvents.verdict)),
  );
}

/** How many events wait on the devices that the one who asks may see. */
export async function countDeviceReviews({ context: { database }, signedIn }: Act): Promise<number> {
  const { organizationId, user } = signedIn;
  return database.inOrganization(organizationId, async (tx) => {
    const scope = await findUnitScope(tx, user.id);
    const [row] = await tx
      .select({ open: count() })
      .from(deviceEvents)
      .innerJoin(devices, eq(devices.id, deviceEvents.deviceId))
      .where(
        and(
          eq(devices.organizationId, organizationId),
          isDeviceWithin(scope),
          isDoubtful,
          isNull(deviceEvents.verdict),
        ),
      );
    return row?.open ?? 0;
  });
}

/** Those limited to units are told the names of their own users alone. */
async function nameDeciders(
  tx: Queries,
  ids: readonly string[],
  scope: readonly string[] | null,
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .select()
    .from(users)
    .where(and(inArray(users.id, [...new Set(ids)]), isUserWithin(scope)));
  return new Map(rows.map((row) => [row.id, displayName(row)]));
}

/** The doubtful events of a device that the one who asks may see; users whom they may not see have no name there. */
export async function listDeviceReviews(
  act: Act,
  deviceId: string,
): Promise<{ events: ReviewEvent[]; open: number }> {
  const { context, signedIn } = act;
  return context.database.inOrganization(signedIn.organizationId, async (tx) => {
    await getDevice(tx, act, deviceId);
    const scope = await findUnitScope(tx, signedIn.user.id);
    const rows = await tx
      .select({ event: deviceEvents, user: users })
      .from(deviceEvents)
      .leftJoin(users, and(eq(users.id, deviceEvents.userId), isPersonVisible(signedIn, scope)))
      .where(and(eq(deviceEvents.deviceId, deviceId), isDoubtful))
      .orderBy(desc(isNull(deviceEvents.verdict)), desc(deviceEvents.position))
      .limit(eventsShown);
    const deciders = await nameDeciders(
      tx,
      rows.flatMap(({ event }) => event.verdictBy ?? []),
      scope,
    );
    const events = rows.map(({ event, user }) => ({
      position: event.position,
      sequence: event.sequence,
      kind: event.kind,
      user: user && { id: user.id, name: displayName(user) },
      tabletAt: iso(event.tabletAt),
      estimatedAt: event.estimatedAt.toISOString(),
      receivedAt: event.receivedAt.toISOString(),
      reasons: event.reasons.filter(isReason),
      verdict: event.verdict,
      verdictBy: event.verdictBy && (deciders.get(event.verdictBy) ?? null),
      verdictAt: iso(event.verdictAt),
    }));
    return { events, open: await countOpen(tx, deviceId) };
  });
}

/** Decides on events that are still open; those that somebody decided before stay as they are. @returns how many are left */
export async function reviewDeviceEvents(
  act: Act,
  deviceId: string,
  { positions, verdict }: { positions: readonly number[]; verdict: 'accepted' | 'rejected' },
): Promise<{ open: number }> {
  const { context, signedIn } = act;
  const { database, clock } = context;
  const now = clock();
  const { organizationId, user } = signedIn;
  return database.inOrganization(organizationId, async (tx) => {
    const device = await getDevice(tx, act, deviceId);
    const decided = await tx
      .update(deviceEvents)
      .set({ verdict, verdictBy: user.id, verdictAt: now })
      .where(
        and(
          eq(deviceEvents.deviceId, deviceId),
          inArray(deviceEvents.position, [...positions]),
          isDoubtful,
          isNull(deviceEvents.verdict),
        ),
      )
      .returning();
    if (decided.length > 0) {
      await recordEach(
        tx,
        act,
        decided.map(({ kind, sequence, reasons }) => ({
          action: verdict === 'accepted' ? 'device.event-accepted' : 'device.event-rejected',
          ...aboutDevice(device),
          detail: { kind, sequence, reasons },
        })),
      );
    }
    return { open: await countOpen(tx, deviceId) };
  });
}

// Fills an empty server with the demo: two weeks of an organization, lived through by the server’s own functions.
import { and, eq, inArray, max, sql } from 'drizzle-orm';
import type { Context } from '../../src/server/context.ts';
import { accountSessions, auditEvents, users } from '../../src/server/database/schema.ts';
import { dayMs, hourMs, minuteMs } from '../../src/server/day.ts';
import { type Member, openHouse } from './cast.ts';
import { couldComeIn, listEarlierMistypes, live } from './life.ts';
import { beginPast, type Past } from './past.ts';
import {
  type DemoDevice,
  type DemoUnit,
  listPeople,
  nameOf,
  nobodysPin,
  promoted,
  temporaryPin,
} from './people.ts';
import { makeSignIns, tabletAddresses } from './sign-ins.ts';
import { authorizeTablet } from './tablets.ts';

const days = 14;

const acceptAll = (past: Past, members: readonly Member[]) =>
  Promise.all(members.map(({ id, email }) => email && past.accept(id, email)));

/** Lets everybody in who is there from the beginning. */
async function hire(past: Past, begin: number) {
  const [, ...others] = listPeople().map((person) =>
    nameOf(person) === promoted ? { ...person, role: 'staff' as const } : person,
  );
  await past.goTo(begin + 10 * minuteMs);
  const owner = await past.actAs(past.ownerId);
  const known = others.flatMap(({ pin }) => (pin && pin !== 'random' ? [pin] : []));
  const house = await openHouse(past, owner, [...known, temporaryPin.pin, nobodysPin]);
  const admins = others.filter(({ role }) => role === 'admin');
  const members = await house.add(owner, admins);
  await acceptAll(past, members);
  await past.goTo(begin + 40 * minuteMs);
  const more = others.filter(({ role, invitedHoursAgo }) => role !== 'admin' && invitedHoursAgo === null);
  const added = await house.add(await past.actAs(members[0]?.id ?? ''), more);
  await past.goTo(begin + 3 * hourMs);
  await acceptAll(past, added);
  return { house, members: [...members, ...added] };
}

/** An admin goes from tablet to tablet. */
async function authorizeTablets(
  past: Past,
  [admin]: readonly Member[],
  units: Readonly<Record<DemoUnit, string>>,
  begin: number,
) {
  let next = begin;
  const add = async (device: DemoDevice, name: string, unit: DemoUnit) => {
    await past.goTo(next);
    next += 7 * minuteMs;
    const tablet = await authorizeTablet(past, await past.actAs(admin?.id ?? ''), {
      name,
      unitId: units[unit],
      address: tabletAddresses[device],
      storagePersisted: device === 'goods-in' ? 'no' : 'yes',
    });
    await tablet.pull();
    return tablet;
  };
  return {
    line: await add('line', 'Line 2 Tablet', 'line'),
    hall: await add('hall', 'Packing Hall Tablet', 'hall'),
    'goods-in': await add('goods-in', 'Goods In Tablet', 'site'),
    canteen: await add('canteen', 'Canteen Tablet', 'site'),
  };
}

/** Writes when everybody came in last, and ends the sessions of the past. */
function settle({ work }: Past): Promise<void> {
  return work(async (tx) => {
    const came = inArray(auditEvents.action, ['pin.signed-in', 'account.signed-in']);
    const last = tx
      .select({ at: max(auditEvents.at) })
      .from(auditEvents)
      .where(and(eq(auditEvents.actorId, users.id), came));
    await tx.update(users).set({ lastSignInAt: sql`coalesce(${last}, ${users.lastSignInAt})` });
    await tx.delete(accountSessions);
  });
}

/** The local midnights of the last two weeks and of today, in milliseconds. */
function listMidnights(now: Date): number[] {
  return Array.from({ length: days + 1 }, (_, day) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() - days + day).getTime(),
  );
}

/** Makes the organization with its people, devices and two weeks of history. Set-up links are void then. */
export async function fillDemo(server: Context): Promise<void> {
  const now = server.clock();
  const end = now.getTime();
  const openedAt = end - days * dayMs;
  const past = await beginPast(server, new Date(openedAt - 5 * hourMs));
  const { house, members } = await hire(past, openedAt - 5 * hourMs);
  const tablets = await authorizeTablets(past, members, house.units, openedAt);
  const signIns = makeSignIns({
    members,
    tablets,
    midnights: listMidnights(now),
    from: openedAt + hourMs,
    to: end - minuteMs,
    couldComeIn: (visit) => couldComeIn(visit, end),
  });
  past.expect([...signIns, ...listEarlierMistypes(tablets, end)]);
  await live(past, { house, members, tablets, now: end });
  await settle(past);
}

/** Whether a demo has all of its past: this came last of it. */
export async function isFilled({ database }: Pick<Context, 'database'>): Promise<boolean> {
  const last = await database.lookUp.query.auditEvents.findFirst({
    where: (table, { eq }) => eq(table.action, 'pin-request.made'),
  });
  return last !== undefined;
}

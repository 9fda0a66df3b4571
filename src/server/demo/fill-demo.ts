// Fills an empty server with the demo organization.
import { randomBytes, randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { fold } from '../../contract/fields.ts';
import type { Context } from '../context.ts';
import {
  auditEvents,
  deviceEvents,
  devices,
  mails,
  oneTimeLinks,
  organizations,
  partners,
  pinRequests,
  setupCodes,
  units,
  users,
  userUnits,
} from '../database/schema.ts';
import { foldAddress } from '../domain/access/fold-address.ts';
import { temporaryPinEnd } from '../domain/access/secret-ends.ts';
import { displayName } from '../domain/access/signed-in.ts';
import { makeInvitations } from './invitations.ts';
import { findOffice, forgottenAgoMs, makeOfficeEvents, pauseBeginsMs } from './office-events.ts';
import { isOfflineHour, makeOfflineHour } from './offline-hour.ts';
import { makePartners, tellOfPartners } from './partners.ts';
import { type DemoPerson, demoPassword, forgetful, hasPassword, makePeople, temporaryPin } from './people.ts';
import { makePins } from './pins.ts';
import { type DemoDevice, makeDevices, makeUnits } from './places.ts';
import { makeRoles } from './roles.ts';
import { seedChance } from './seeded-chance.ts';
import { type DemoEvent, makeShifts } from './shifts.ts';

/** By its id, a later start knows the demo from an organization of somebody's own. */
export const demoOrganizationId = 'de300000-0000-4000-8000-000000000001';

const organizationId = demoOrganizationId;
const organizationName = 'Harbour Kitchens';
const days = 14;
const rowsAtOnce = 500;

/** The local midnights of the last two weeks and of today, in milliseconds. */
function listMidnights(now: Date): number[] {
  return Array.from({ length: days + 1 }, (_, index) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() - days + index).getTime(),
  );
}

type DeviceRows = Awaited<ReturnType<typeof makeDevices>>;

function mapDevices(rows: DeviceRows, read: (row: DeviceRows[DemoDevice]) => string) {
  return {
    line: read(rows.line),
    hall: read(rows.hall),
    'goods-in': read(rows['goods-in']),
    canteen: read(rows.canteen),
  };
}

/** Everything that happened until now, the oldest first. */
function makeHistory(
  people: readonly DemoPerson[],
  rows: DeviceRows,
  more: readonly DemoEvent[],
  now: Date,
): DemoEvent[] {
  const chance = seedChance(20_260_101);
  const midnights = listMidnights(now);
  const ids = mapDevices(rows, ({ id }) => id);
  const deviceNames = mapDevices(rows, ({ name }) => name);
  const isThere = (device: DemoDevice, at: number) => {
    const { authorizedAt, revokedAt, pinPausedUntil } = rows[device];
    if (device === 'hall' && isOfflineHour(at, now)) return false;
    if (pinPausedUntil && at > now.getTime() - pauseBeginsMs) return false;
    return at > authorizedAt.getTime() + 3_600_000 && at < (revokedAt?.getTime() ?? Number.POSITIVE_INFINITY);
  };
  const active = people.filter((person) => !person.suspended);
  const office = { organizationName, people, ids, deviceNames, midnights, now };
  const events = [
    ...makeShifts(active, ids, midnights, isThere, chance),
    ...makeOfficeEvents(office, chance),
    ...more,
  ];
  return events.filter(({ at }) => at <= now).sort((a, b) => a.at.getTime() - b.at.getTime());
}

function findLastSignIns(history: readonly DemoEvent[]): Map<string, Date> {
  const signIns = history.filter(
    ({ action }) => action === 'pin.signed-in' || action === 'account.signed-in',
  );
  return new Map(signIns.flatMap(({ actorId, at }) => (actorId ? [[actorId, at] as const] : [])));
}

async function writeInParts<T>(rows: readonly T[], write: (part: T[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) await write(rows.slice(at, at + rowsAtOnce));
}

/** Makes the organization with its people, devices and two weeks of history in one transaction. Set-up links are void then. */
export async function fillDemo(context: Context): Promise<void> {
  const now = context.clock();
  const people = makePeople();
  const pinSalt = randomBytes(16);
  const pins = await makePins(context, people, pinSalt);
  const members = people.filter(hasPassword);
  const passwordHashes = new Map(
    await Promise.all(
      members.map(
        async ({ id }) =>
          [id, await context.hashing.hashPassword(demoPassword, { group: 'demo', member: id })] as const,
      ),
    ),
  );
  const tree = makeUnits();
  const { admin } = findOffice(people);
  const deviceRows = await makeDevices(tree.ids, admin.id, now);
  const { id: hallId } = deviceRows.hall;
  const { rows: offlineRows, events: offlineEvents, ...lastEvent } = makeOfflineHour(people, hallId, now);
  deviceRows.hall = { ...deviceRows.hall, ...lastEvent };
  const companies = makePartners(now);
  const invitations = makeInvitations(context, people, { admin, organizationName }, now);
  const told = [
    ...tellOfPartners(companies, admin, now),
    ...invitations.flatMap(({ events }) => events),
    ...offlineEvents,
  ];
  const history = makeHistory(people, deviceRows, told, now);
  const lastSignIns = findLastSignIns(history);
  const createdAt = history[0]?.at ?? now;

  await context.database.acrossOrganizations(async (tx) => {
    await tx.delete(setupCodes);
    const roleOf = await makeRoles(tx, { id: organizationId, name: organizationName }, createdAt);
    const [organization] = await tx
      .update(organizations)
      .set({ pinSalt, autoLockSeconds: 90 })
      .where(eq(organizations.id, organizationId))
      .returning();
    if (!organization) throw new Error('the organization is gone');
    const hasTemporaryPin = (person: DemoPerson) => displayName(person) === temporaryPin.holder;
    await tx
      .insert(units)
      .values(tree.rows.map((row) => ({ ...row, nameFolded: fold(row.name), organizationId })));
    await tx.insert(partners).values(Object.values(companies).map((row) => ({ ...row, organizationId })));
    const invitedAt = new Map(invitations.map(({ link }) => [link.userId, link.createdAt]));
    await tx.insert(users).values(
      people.map((person) => ({
        id: person.id,
        organizationId,
        roleId: roleOf(person),
        username: person.username,
        usernameFolded: fold(person.username),
        firstName: person.firstName,
        lastName: person.lastName,
        email: person.email,
        emailFolded: person.email && foldAddress(person.email),
        provenEmail: person.email && foldAddress(person.email),
        passwordHash: passwordHashes.get(person.id) ?? null,
        ...(pins.get(person.id) ?? {}),
        pinMustChange: hasTemporaryPin(person),
        pinExpiresAt: hasTemporaryPin(person) ? temporaryPinEnd(organization, now) : null,
        phone: person.phone,
        partnerId: person.partner && companies[person.partner].id,
        partnerSuspended: person.partner !== null && companies[person.partner].state === 'suspended',
        state: person.suspended ? ('suspended' as const) : ('active' as const),
        revision: 1,
        createdAt: invitedAt.get(person.id) ?? createdAt,
        lastSignInAt: lastSignIns.get(person.id) ?? null,
      })),
    );
    const limited = people.flatMap(({ id, unit }) => (unit ? [{ userId: id, unitId: tree.ids[unit] }] : []));
    await tx.insert(userUnits).values(limited.map((row) => ({ ...row, organizationId })));
    await tx.insert(devices).values(Object.values(deviceRows).map((row) => ({ ...row, organizationId })));
    await tx.insert(oneTimeLinks).values(invitations.map(({ link }) => ({ ...link, organizationId })));
    await tx.insert(mails).values(invitations.map(({ mail }) => ({ ...mail, organizationId })));
    await tx.insert(deviceEvents).values(offlineRows.map((row) => ({ ...row, organizationId })));
    await tx.insert(pinRequests).values(
      people
        .filter((person) => displayName(person) === forgetful)
        .map(({ id: userId }) => ({
          id: randomUUID(),
          organizationId,
          userId,
          deviceId: hallId,
          createdAt: new Date(now.getTime() - forgottenAgoMs),
        })),
    );
    await writeInParts(history, (part) =>
      tx
        .insert(auditEvents)
        .values(part.map((event) => ({ detail: {}, ...event, id: randomUUID(), organizationId }))),
    );
  });
}

// What people do in the two weeks of the demo, besides signing in, and what goes wrong on their tablets.

import { eq } from 'drizzle-orm';
import { failuresBeforePause, pauseSeconds } from '../../src/contract/pin-tries.ts';
import { partners, users } from '../../src/server/database/schema.ts';
import { dayMs, hourMs, minuteMs } from '../../src/server/day.ts';
import { changeOrganization } from '../../src/server/domain/access/change.ts';
import { liftDevicePause, revokeDevice } from '../../src/server/domain/devices/revoke-device.ts';
import { updateOrganization } from '../../src/server/domain/organization/organization.ts';
import { updatePartner } from '../../src/server/domain/partners/save-partner.ts';
import { preparePin } from '../../src/server/domain/pins/user-pin.ts';
import { setTemporaryPin } from '../../src/server/domain/users/temporary-pin.ts';
import { type UserChange, updateUser } from '../../src/server/domain/users/update-user.ts';
import type { House, Member } from './cast.ts';
import type { DemoEvent, Past } from './past.ts';
import {
  type DemoDevice,
  forgetful,
  listPeople,
  nameOf,
  nobodysPin,
  promoted,
  temporaryPin,
} from './people.ts';
import { tabletAddresses, type Visit } from './sign-ins.ts';
import type { Tablet } from './tablets.ts';

/** Two people are suspended, the second a day after the first. */
const suspendedAgoMs = 3.1 * dayMs;
const liftedAgoMs = 2.6 * dayMs;
const revokedAgoMs = 5 * dayMs + 77 * minuteMs;
/** The hall's tablet hears nothing for an hour. */
const offlineAgoMs = 26 * hourMs;
/** Somebody begins to tap wrong PINs in goods-in, where a pause goes on until after now. */
const pausedAgoMs = 14 * minuteMs;
const offlineVisitors = ['Priya Nair', 'Emre Yılmaz', 'Hanna Virtanen'];

/** When somebody taps wrong PINs, each as soon as the pauses allow it: the last one begins the longest pause. */
function listMistypes(last: number): number[] {
  const waits = [...Array.from({ length: failuresBeforePause - 1 }, () => 6), ...pauseSeconds.slice(0, -1)];
  const times = [last];
  for (const seconds of waits.toReversed()) times.unshift((times[0] ?? last) - (seconds + 1) * 1_000);
  return times;
}

/** Whether somebody can have come in on a device, as far as what happens to devices goes. */
export function couldComeIn({ person, device, start }: Visit, now: number): boolean {
  const agoMs = now - start;
  if (person.suspended && agoMs < suspendedAgoMs) return false;
  const isOfflineHour = agoMs < offlineAgoMs + 10 * minuteMs && agoMs > offlineAgoMs - hourMs;
  if (isOfflineHour && (device === 'hall' || offlineVisitors.includes(nameOf(person)))) return false;
  if (device === 'goods-in') return agoMs > pausedAgoMs;
  return device !== 'canteen' || agoMs > revokedAgoMs;
}

/** Wrong PINs of some days ago, for which a manager lifted a pause. */
export const listEarlierMistypes = ({ 'goods-in': { id } }: Life['tablets'], now: number): DemoEvent[] =>
  listMistypes(now - liftedAgoMs)
    .slice(0, failuresBeforePause + 1)
    .map((time) => ({
      at: new Date(time),
      action: 'pin.sign-in-failed',
      deviceId: id,
      address: tabletAddresses['goods-in'],
    }));

type Life = {
  house: House;
  members: readonly Member[];
  tablets: Readonly<Record<DemoDevice, Tablet>>;
  /** Where the past ends, in milliseconds. */
  now: number;
};

/** Lives through the two weeks; what comes last shows a later start that all of it is there. */
export async function live(past: Past, { house, members, tablets, now }: Life): Promise<void> {
  const { context, organizationId, work, actAs } = past;
  const find = (matches: (member: Member) => boolean): Member => {
    const found = members.find(matches);
    if (!found) throw new Error('the demo lacks somebody');
    return found;
  };
  const named = (name: string) => find((member) => nameOf(member) === name);
  const admin = find(({ role }) => role === 'admin');
  const manager = find(({ role }) => role === 'manager');
  const newcomer = find(({ role, pin }) => role === 'staff' && pin === 'random');
  const [firstOut, secondOut] = members.filter(({ suspended }) => suspended);

  const ago = (ms: number) => past.goTo(now - ms);
  const change = async (by: Member, { id }: Member, fields: Omit<UserChange, 'revision'>) => {
    const [user] = await work((tx) => tx.select().from(users).where(eq(users.id, id)));
    const revision = user?.revision ?? 0;
    await updateUser(await actAs(by.id), id, { revision, ...fields });
  };
  const giveTemporaryPin = async ({ id: userId }: Member) => {
    const by = await actAs(manager.id);
    const stored = await preparePin(context, organizationId, userId, temporaryPin.pin);
    await changeOrganization(context, organizationId, (tx, revision) =>
      setTemporaryPin(tx, by, { userId, revision, stored }),
    );
  };
  const invite = async (email: string) => {
    const guests = listPeople().filter((person) => person.email === email);
    await house.add(await actAs(admin.id), guests);
  };

  await ago(12 * dayMs);
  await updateOrganization(await actAs(past.ownerId), { autoLockSeconds: 90 });
  await ago(10.3 * dayMs);
  await change(admin, named(promoted), { roleId: house.roleOf({ role: 'shift-lead' }) });
  await ago(8.2 * dayMs);
  await change(manager, newcomer, { pin: house.drawPin() });
  await ago(6.9 * dayMs);
  await change(manager, newcomer, { state: 'suspended' });
  await ago(6.4 * dayMs);
  await change(admin, newcomer, { state: 'active' });

  await ago(revokedAgoMs);
  const keepPins = 'It never left the canteen: only its screen was broken.';
  await revokeDevice(await actAs(admin.id), tablets.canteen.id, { keepPins });
  await ago(revokedAgoMs - 1_000);
  await tablets.canteen.wipe();

  await ago(4.2 * dayMs);
  const [agency] = await work((tx) =>
    tx.select().from(partners).where(eq(partners.id, house.companies.agency)),
  );
  const suspension = { revision: agency?.revision ?? 0, state: 'suspended' } as const;
  await updatePartner(await actAs(admin.id), house.companies.agency, suspension);
  await ago(99 * hourMs);
  await invite('viktor.sandberg@harbourkitchens.example');
  await ago(suspendedAgoMs);
  if (firstOut) await change(admin, firstOut, { state: 'suspended' });

  await ago(liftedAgoMs);
  await liftDevicePause(await actAs(manager.id), tablets['goods-in'].id);
  await ago(suspendedAgoMs - dayMs);
  if (secondOut) await change(admin, secondOut, { state: 'suspended' });

  await ago(offlineAgoMs);
  await tablets.hall.pull();
  const [first, second, third] = offlineVisitors.map(named);
  if (!first?.ownPin || !second?.ownPin || !third) throw new Error('the demo lacks somebody');
  const offlineAt = (minute: number) => now - offlineAgoMs + minute * minuteMs;
  await tablets.hall.letIn(first.id, first.ownPin, offlineAt(6), 4);
  await tablets.hall.refuse(second.id, offlineAt(21));
  await tablets.hall.letIn(second.id, second.ownPin, offlineAt(22), 3);
  // Not the PIN of the person whose name was touched, so these two events wait for somebody who looks.
  await tablets.hall.letIn(third.id, nobodysPin, offlineAt(41), 2);
  await ago(offlineAgoMs - hourMs);
  await tablets.hall.push();

  await ago(20 * hourMs);
  await invite('rosalind.achterberg@brightwater.example');
  await ago(9.6 * hourMs);
  await giveTemporaryPin(named(temporaryPin.holder));
  await ago(5 * hourMs);
  await invite('laura.bianchi@harbourkitchens.example');
  await ago(2 * hourMs);
  await invite('nora.kessler@harbourkitchen.example');

  const mistypes = listMistypes(now - 3 * minuteMs);
  for (const time of mistypes) {
    await past.goTo(time);
    await tablets['goods-in'].mistype(nobodysPin);
  }
  for (const tablet of [tablets.hall, tablets.line, tablets['goods-in']]) await tablet.pull();
  await ago(minuteMs);
  await tablets.hall.askForPin(named(forgetful).id);
}

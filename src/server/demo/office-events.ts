// What owner, admins and managers of the demo did in its two weeks.

import { dayMs } from '../day.ts';
import { displayName } from '../domain/access/signed-in.ts';
import { type DemoPerson, forgetful, hasPassword, temporaryPin } from './people.ts';
import { type DemoDevice, revokedAt } from './places.ts';
import type { Chance } from './seeded-chance.ts';
import type { DemoEvent, DeviceIds } from './shifts.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** So long ago, in milliseconds, began the wrong PINs for which a device pauses now. */
export const pauseBeginsMs = 7 * minuteMs;
/** So long ago, in milliseconds, somebody asked for a new PIN. */
export const forgottenAgoMs = 11 * minuteMs;
const officeAddress = '10.20.1.12';

export type Office = {
  organizationName: string;
  people: readonly DemoPerson[];
  ids: DeviceIds;
  deviceNames: Readonly<Record<DemoDevice, string>>;
  midnights: readonly number[];
  now: Date;
};

function find(people: readonly DemoPerson[], matches: (person: DemoPerson) => boolean): DemoPerson {
  const person = people.find(matches);
  if (!person) throw new Error('the demo lacks somebody');
  return person;
}

/** The owner, and the two who act most. */
export function findOffice(people: readonly DemoPerson[]) {
  return {
    owner: find(people, ({ role }) => role === 'owner'),
    admin: find(people, ({ role }) => role === 'admin'),
    manager: find(people, ({ role }) => role === 'manager'),
  };
}

function tellOfBeginning({ organizationName, people, ids, deviceNames, now }: Office): DemoEvent[] {
  const { owner, admin } = findOffice(people);
  const begin = now.getTime() - 14 * dayMs - 5 * hourMs;
  const by = (person: DemoPerson, at: number) => ({
    at: new Date(at),
    actorId: person.id,
    address: officeAddress,
  });
  const added = people
    .filter((person) => person !== owner && person.partner === null && person.invited === null)
    .map(
      (person, index): DemoEvent => ({
        ...by(index < 2 ? owner : admin, begin + (10 + index * 3) * minuteMs),
        action: 'user.created',
        subjectId: person.id,
        subject: displayName(person),
        detail: { pin: person.pin !== null, password: hasPassword(person) },
      }),
    );
  const authorized = (['line', 'hall', 'goods-in', 'canteen'] as const).map(
    (device, index): DemoEvent => ({
      ...by(admin, now.getTime() - 14 * dayMs + index * 7 * minuteMs),
      action: 'device.authorized',
      deviceId: ids[device],
      subjectId: ids[device],
      subject: deviceNames[device],
    }),
  );
  return [
    { ...by(owner, begin), action: 'organization.set-up', subject: organizationName },
    ...added,
    ...authorized,
    {
      ...by(owner, now.getTime() - 12 * dayMs),
      action: 'organization.changed',
      detail: { autoLockSeconds: 90 },
    },
  ];
}

function tellOfPeople({ people, now }: Office): DemoEvent[] {
  const { admin, manager } = findOffice(people);
  const lead = find(people, ({ role }) => role === 'shift-lead');
  const suspended = people.filter((person) => person.suspended);
  const newPin = find(people, ({ role, pin }) => role === 'staff' && pin === 'random');
  const byName = (name: string) => find(people, (person) => displayName(person) === name);
  const visitors = people.filter(({ partner, invited }) => partner !== null && invited === null);
  const change = (
    by: DemoPerson,
    daysAgo: number,
    action: DemoEvent['action'],
    about: DemoPerson,
    detail: DemoEvent['detail'] = {},
  ): DemoEvent => ({
    at: new Date(now.getTime() - daysAgo * dayMs),
    action,
    actorId: by.id,
    subjectId: about.id,
    subject: displayName(about),
    detail,
    address: officeAddress,
  });
  return [
    change(admin, 10.3, 'user.changed', lead, {
      changed: ['roleId'],
      roleBefore: 'Staff',
      role: 'Shift Lead',
    }),
    change(manager, 8.2, 'user.changed', newPin, { changed: ['pin'] }),
    change(manager, 6.9, 'user.suspended', newPin, { changed: ['state'] }),
    change(admin, 6.4, 'user.reinstated', newPin, { changed: ['state'] }),
    ...visitors.map((person, index) =>
      change(admin, 12.5 - index / 100, 'user.created', person, {
        pin: person.pin !== null,
        password: hasPassword(person),
      }),
    ),
    change(manager, 0.4, 'user.temporary-pin', byName(temporaryPin.holder)),
    ...suspended.map((person, index) =>
      change(admin, 3.1 - index, 'user.suspended', person, { changed: ['state'] }),
    ),
  ];
}

function tellOfDevices({ people, ids, deviceNames, now }: Office): DemoEvent[] {
  const { admin, manager } = findOffice(people);
  const about = (device: DemoDevice) => ({
    deviceId: ids[device],
    subjectId: ids[device],
    subject: deviceNames[device],
  });
  const wrongTries = (at: number, tries: number) =>
    Array.from(
      { length: tries },
      (_, index): DemoEvent => ({
        at: new Date(at + index * 40_000),
        action: 'pin.sign-in-failed',
        deviceId: ids['goods-in'],
        address: '10.20.4.40',
      }),
    );
  const forgotten = find(people, (person) => displayName(person) === forgetful);
  const earlierPause = now.getTime() - 2.6 * dayMs;
  return [
    ...wrongTries(earlierPause, 6),
    {
      ...about('goods-in'),
      at: new Date(earlierPause + 6 * minuteMs),
      action: 'device.pause-lifted',
      actorId: manager.id,
      address: officeAddress,
    },
    {
      ...about('canteen'),
      at: revokedAt(now),
      action: 'device.revoked',
      actorId: admin.id,
      address: officeAddress,
    },
    {
      ...about('canteen'),
      at: new Date(revokedAt(now).getTime() + 1_000),
      action: 'device.wiped',
      detail: { unsentEvents: 0, appVersion: '0.1.0' },
      address: '10.20.4.51',
    },
    {
      at: new Date(now.getTime() - forgottenAgoMs),
      action: 'pin-request.made',
      deviceId: ids.hall,
      subjectId: forgotten.id,
      subject: displayName(forgotten),
      address: '10.20.4.32',
    },
    // These are why it pauses right now.
    ...wrongTries(now.getTime() - pauseBeginsMs, 9),
  ];
}

function tellOfSignIns({ people, midnights }: Office, chance: Chance): DemoEvent[] {
  const members = people.filter((person) => hasPassword(person) && person.partner !== 'agency');
  return midnights.flatMap((midnight) =>
    members.flatMap((person): DemoEvent[] => {
      if (!chance.falls(0.55)) return [];
      const start = midnight + 7 * hourMs + chance.below(10 * 60) * minuteMs;
      const by = { actorId: person.id, address: officeAddress };
      const failed: DemoEvent[] = chance.falls(0.1)
        ? [
            {
              at: new Date(start - 20_000),
              action: 'account.sign-in-failed',
              subjectId: person.id,
              subject: displayName(person),
              detail: { addressKnown: true },
              address: officeAddress,
            },
          ]
        : [];
      return [
        ...failed,
        { ...by, at: new Date(start), action: 'account.signed-in' },
        { ...by, at: new Date(start + (3 + chance.below(40)) * minuteMs), action: 'account.signed-out' },
      ];
    }),
  );
}

/** Makes the events of the office, in no order. */
export function makeOfficeEvents(office: Office, chance: Chance): DemoEvent[] {
  return [
    ...tellOfBeginning(office),
    ...tellOfPeople(office),
    ...tellOfDevices(office),
    ...tellOfSignIns(office, chance),
  ];
}

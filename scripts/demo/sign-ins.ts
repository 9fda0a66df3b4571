// Two weeks of signing in, as three shifts and an office would leave it: too much to act out, so it is written as events.
import { hourMs, minuteMs } from '../../src/server/day.ts';
import type { Member } from './cast.ts';
import type { DemoEvent } from './past.ts';
import { type DemoDevice, type DemoPerson, hasPassword, office } from './people.ts';
import { type Chance, seedChance } from './seeded-chance.ts';

type Tablets = Readonly<Record<DemoDevice, { id: string }>>;

export type Visit = { person: Member; device: DemoDevice; start: number; end: number; wrongTries: number };

const secondMs = 1_000;
const shiftStarts = [6, 14, 22] as const;
/** Where the tablets are in the network. */
export const tabletAddresses: Readonly<Record<DemoDevice, string>> = {
  line: '10.20.4.31',
  hall: '10.20.4.32',
  'goods-in': '10.20.4.40',
  canteen: '10.20.4.51',
};

/** Those limited to the hall may use its tablet and the line's; those limited to the line only that one. */
function devicesFor({ unit }: DemoPerson): readonly DemoDevice[] {
  if (unit === 'line') return ['line'];
  if (unit === 'hall') return ['line', 'hall', 'hall'];
  return ['line', 'hall', 'goods-in', 'canteen'];
}

function* visitsOfShift(person: Member, shiftStart: number, chance: Chance): Generator<Visit> {
  let start = shiftStart + (chance.below(18) - 10) * minuteMs + chance.below(60) * secondMs;
  for (let visits = 2 + chance.below(3); visits > 0; visits -= 1) {
    const end = start + (20 + chance.below(240)) * secondMs;
    yield {
      person,
      device: chance.pick(devicesFor(person)),
      start,
      end,
      wrongTries: chance.falls(0.07) ? 1 + chance.below(2) : 0,
    };
    start += (70 + chance.below(110)) * minuteMs;
  }
}

function tellOf(
  { person, device, start, end, wrongTries }: Visit,
  tablets: Tablets,
  endsItself: boolean,
): DemoEvent[] {
  const at = (ms: number) => ({
    at: new Date(ms),
    deviceId: tablets[device].id,
    address: tabletAddresses[device],
  });
  const failures = Array.from(
    { length: wrongTries },
    (_, index): DemoEvent => ({
      ...at(start - (wrongTries - index) * 6 * secondMs),
      action: 'pin.sign-in-failed',
    }),
  );
  return [
    ...failures,
    { ...at(start), action: 'pin.signed-in', actorId: person.id },
    {
      ...at(end),
      action: 'pin.session-ended',
      actorId: person.id,
      detail: { reason: endsItself ? 'idle' : 'locked' },
    },
  ];
}

/** The visits of everybody who has a PIN and a shift; five days of seven each. */
function listShifts(
  { members, tablets, midnights, from, couldComeIn }: History,
  chance: Chance,
): DemoEvent[] {
  const visits = midnights.flatMap((midnight, day) =>
    members.flatMap((person, index) => {
      if (person.shift === null || person.ownPin === null || (day + index) % 7 < 2) return [];
      const shiftStart = midnight + shiftStarts[person.shift] * hourMs;
      return [...visitsOfShift(person, shiftStart, chance)].filter(
        (visit) => visit.start > from && couldComeIn(visit),
      );
    }),
  );
  visits.sort((a, b) => a.start - b.start);
  const nextStart = new Map<DemoDevice, number>();
  return visits.reverse().flatMap((visit) => {
    // One at a time on a tablet: whoever stands there next finds it locked.
    const free = (nextStart.get(visit.device) ?? Number.POSITIVE_INFINITY) - 15 * secondMs;
    const end = Math.min(visit.end, free);
    if (end < visit.start + 15 * secondMs) return [];
    nextStart.set(visit.device, visit.start);
    return tellOf({ ...visit, end }, tablets, end === visit.end && chance.falls(0.2));
  });
}

/** The days on which those with a password worked at a computer. */
function listOfficeDays({ members, midnights, from }: History, chance: Chance): DemoEvent[] {
  const atComputers = members.filter((person) => hasPassword(person) && person.partner !== 'agency');
  return midnights.flatMap((midnight) =>
    atComputers.flatMap(({ id, firstName, lastName }): DemoEvent[] => {
      const start = midnight + (7 * 60 + chance.below(10 * 60)) * minuteMs;
      if (start < from || !chance.falls(0.55)) return [];
      const event = (ms: number) => ({ at: new Date(ms), address: office.address });
      const failed: DemoEvent = {
        ...event(start - 20 * secondMs),
        action: 'account.sign-in-failed',
        subjectId: id,
        subject: `${firstName} ${lastName}`,
        detail: { addressKnown: true },
      };
      return [
        ...(chance.falls(0.1) ? [failed] : []),
        { ...event(start), action: 'account.signed-in', actorId: id },
        {
          ...event(start + (3 + chance.below(40)) * minuteMs),
          action: 'account.signed-out',
          actorId: id,
        },
      ];
    }),
  );
}

type History = {
  members: readonly Member[];
  tablets: Tablets;
  /** The local beginnings of the days. */
  midnights: readonly number[];
  /** When these begin and end, in milliseconds. */
  from: number;
  to: number;
  /** Whether somebody can have come in on a device. */
  couldComeIn(visit: Visit): boolean;
};

/** Makes the sign-ins of everybody, alike each time. */
export function makeSignIns(history: History): DemoEvent[] {
  const chance = seedChance(20_260_101);
  const events = [...listShifts(history, chance), ...listOfficeDays(history, chance)];
  return events.filter(({ at }) => at.getTime() <= history.to);
}

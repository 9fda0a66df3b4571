// Two weeks of PIN sign-ins, as three shifts would leave them.
import type { NewAuditEvent } from '../domain/access/audit.ts';
import type { DemoPerson } from './people.ts';
import type { DemoDevice } from './places.ts';
import type { Chance } from './seeded-chance.ts';

export type DemoEvent = Omit<NewAuditEvent, 'organizationId'>;
export type DeviceIds = Readonly<Record<DemoDevice, string>>;

type Visit = { person: DemoPerson; device: DemoDevice; start: number; end: number; wrongTries: number };

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const shiftStarts = [6, 14, 22] as const;
const addresses: Readonly<Record<DemoDevice, string>> = {
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

function* visitsOfShift(person: DemoPerson, shiftStart: number, chance: Chance): Generator<Visit> {
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
  ids: DeviceIds,
  endsItself: boolean,
): DemoEvent[] {
  const at = (ms: number) => ({ at: new Date(ms), deviceId: ids[device], address: addresses[device] });
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

/**
 * Makes the visits of everybody who has a PIN and a shift; five days of seven each.
 * @param midnights the local beginnings of the days
 * @param isThere tells whether a device took sign-ins at a time
 */
export function makeShifts(
  people: readonly DemoPerson[],
  ids: DeviceIds,
  midnights: readonly number[],
  isThere: (device: DemoDevice, at: number) => boolean,
  chance: Chance,
): DemoEvent[] {
  const visits = midnights.flatMap((midnight, day) =>
    people.flatMap((person, index) => {
      if (person.shift === null || person.pin === null || (day + index) % 7 < 2) return [];
      const shiftStart = midnight + shiftStarts[person.shift] * 60 * minuteMs;
      return [...visitsOfShift(person, shiftStart, chance)].filter(({ device, start }) =>
        isThere(device, start),
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
    return tellOf({ ...visit, end }, ids, end === visit.end && chance.falls(0.2));
  });
}

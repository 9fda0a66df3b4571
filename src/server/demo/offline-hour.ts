// An hour in which the packing hall's tablet heard nothing: what it noted, and what the check at the sync found.
import { createHash, randomUUID } from 'node:crypto';
import type { ReviewReason } from '../../contract/device-events.ts';
import type { deviceEvents } from '../database/schema.ts';
import { displayName } from '../domain/access/signed-in.ts';
import type { DemoPerson } from './people.ts';
import type { DemoEvent } from './shifts.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Tells whether the tablet was cut off at a time, in milliseconds, or about to be. */
export function isOfflineHour(at: number, now: Date): boolean {
  const begin = offlineSince(now);
  return at > begin - 10 * minuteMs && at < begin + hourMs;
}

const offlineSince = (now: Date) => now.getTime() - 26 * hourMs;

type EventRow = Omit<typeof deviceEvents.$inferInsert, 'organizationId'>;
type Noted = Pick<EventRow, 'kind' | 'sessionId' | 'detail'> & {
  minute: number;
  person: DemoPerson;
  reasons?: ReviewReason[];
};

const actions = {
  'signed-in': 'pin.signed-in-offline',
  'sign-in-failed': 'pin.sign-in-failed-offline',
  'session-ended': 'pin.session-ended-offline',
} as const;

function noteSession(person: DemoPerson, minute: number, minutes: number, reasons: ReviewReason[]): Noted[] {
  const session = { person, sessionId: randomUUID(), reasons };
  return [
    { ...session, minute, kind: 'signed-in', detail: {} },
    { ...session, minute: minute + minutes, kind: 'session-ended', detail: { reason: 'locked' } },
  ];
}

/** One that another device could not have sent: in the demo no tablet signs anything. */
const makeHash = (sequence: number) =>
  createHash('sha256').update(`${randomUUID()} ${sequence}`).digest('base64url');

/**
 * Makes the events that the tablet sent once it was heard again. Two wait for somebody who looks: the PIN of a session
 * was not the PIN of the person whose name was touched.
 */
export function makeOfflineHour(people: readonly DemoPerson[], deviceId: string, now: Date) {
  const find = (lastName: string): DemoPerson => {
    const person = people.find((one) => one.lastName === lastName);
    if (!person) throw new Error('the demo lacks somebody');
    return person;
  };
  const since = offlineSince(now);
  const receivedAt = new Date(since + hourMs);
  const noted = [
    ...noteSession(find('Nair'), 6, 4, []),
    { kind: 'sign-in-failed', sessionId: null, detail: {}, minute: 21, person: find('Yılmaz') },
    ...noteSession(find('Yılmaz'), 22, 3, []),
    ...noteSession(find('Murphy'), 41, 2, ['wrong-proof']),
  ] satisfies Noted[];
  const rows = noted.map(({ minute, person, reasons = [], ...event }: Noted, index): EventRow => {
    const at = new Date(since + minute * minuteMs);
    return {
      ...event,
      id: randomUUID(),
      deviceId,
      sequence: index + 1,
      hash: makeHash(index + 1),
      userId: person.id,
      tabletAt: at,
      estimatedAt: at,
      receivedAt,
      reasons,
    };
  });
  const events = noted.map(({ kind, person, reasons = [], minute }: Noted, index): DemoEvent => {
    const at = new Date(since + minute * minuteMs).toISOString();
    const failed = kind === 'sign-in-failed';
    return {
      at: receivedAt,
      action: kind === 'signed-in' || kind === 'sign-in-failed' ? actions[kind] : actions['session-ended'],
      ...(failed ? { subjectId: person.id, subject: displayName(person) } : { actorId: person.id }),
      deviceId,
      detail: {
        offline: true,
        sequence: index + 1,
        tabletTime: at,
        estimatedTime: at,
        ...(reasons.length > 0 ? { toReview: reasons } : {}),
      },
      address: '10.20.4.32',
    };
  });
  return { rows, events, eventSequence: rows.length, eventHash: rows.at(-1)?.hash ?? '' };
}

// The commands of which a history is made: what admins, people, tablets, clocks, networks and misfortune do.
import fc from 'fast-check';
import { admins, named, often, one, seldom, serverCrash, tablet } from './admin-commands.ts';

const crashAt = seldom(fc.integer({ min: 1, max: 24 }));
const someFault = fc.record({
  kind: fc.constantFrom('lost', 'answer-lost', 'repeated', 'request-cut', 'answer-cut', 'proxy-answers'),
  request: fc.integer({ min: 1, max: 3 }),
});
const fault = often(someFault);
const minutes = (...some: number[]) => fc.constantFrom(...some);
const pin = fc.constantFrom('right', 'right', 'wrong', 'twin', 'old');

const sync = fc.record({ do: named('sync'), tablet, fault, crashAt, serverCrash });
const signIn = fc.record({
  do: named('sign-in'),
  tablet,
  user: one,
  pin,
  times: fc.constantFrom(1, 1, 2, 6),
  crashAt,
});

const tryEverybody = fc.record({
  do: named('try-everybody'),
  tablet,
  times: fc.integer({ min: 1, max: 6 }),
});

const online = [
  fc.record({
    do: named('sign-in-online'),
    tablet,
    user: one,
    pin,
    times: fc.constantFrom(1, 1, 2, 6),
    fault: seldom(someFault),
    serverCrash,
  }),
  fc.record({ do: named('guess-at-once'), tablet, user: one, count: fc.integer({ min: 2, max: 6 }) }),
  fc.record({ do: named('use-session'), tablet }),
  fc.record({ do: named('end-online'), tablet }),
] as const;

const together = [
  fc.record({
    do: named('sync-twice-and-sign-in'),
    tablet,
    user: one,
    pin,
    /** After how many answers the PIN is typed. */
    answers: fc.nat({ max: 5 }),
    crashAt,
  }),
  fc.record({ do: named('sync-two'), tablet, other: tablet, fault, crashAt, serverCrash }),
  fc.record({ do: named('change-during-sync'), tablet, change: fc.oneof(...admins) }),
] as const;

const tablets = [
  fc.record({ do: named('end-session'), tablet, crashAt }),
  fc.record({ do: named('look-at-pad'), tablet }),
  fc.record({ do: named('keep-image'), tablet }),
  fc.record({ do: named('put-image-back'), tablet }),
  fc.record({ do: named('lose-outbox'), tablet }),
  fc.record({ do: named('deliver-late'), tablet, batch: fc.nat({ max: 7 }) }),
  fc.record({ do: named('part'), tablet }),
  fc.record({ do: named('heal'), tablet }),
  fc.record({ do: named('wait'), minutes: minutes(1, 30, 61, 24 * 60 - 1, 24 * 60, 25 * 60) }),
  fc.record({ do: named('set-tablet-clock'), tablet, minutes: minutes(-1500, -61, -6, -1, 1, 6, 61, 1500) }),
  fc.record({ do: named('set-server-clock'), minutes: minutes(-30, -1, 1, 30) }),
] as const;

export const command = fc.oneof(
  { arbitrary: fc.oneof(...admins), weight: 8 },
  { arbitrary: sync, weight: 6 },
  { arbitrary: signIn, weight: 8 },
  { arbitrary: tryEverybody, weight: 1 },
  { arbitrary: fc.oneof(...online), weight: 5 },
  { arbitrary: fc.oneof(...together), weight: 3 },
  { arbitrary: fc.oneof(...tablets), weight: 6 },
);

export type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

// The commands of which a history is made: what admins, people, tablets, clocks, networks and misfortune do.
import fc from 'fast-check';

// Numbers name the things that are there by then, counted round and round.
const one = fc.nat({ max: 7 });
const unit = fc.option(fc.nat({ max: 3 }), { nil: null, freq: 3 });
const tablet = fc.nat({ max: 2 });
const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 5 }, { arbitrary, weight: 1 });
const often = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 2 }, { arbitrary, weight: 1 });
const serverCrash = seldom(fc.record({ statement: fc.integer({ min: 1, max: 14 }), done: fc.boolean() }));
const crashAt = seldom(fc.integer({ min: 1, max: 24 }));
const fault = often(
  fc.record({
    kind: fc.constantFrom('lost', 'answer-lost', 'repeated', 'request-cut', 'answer-cut', 'proxy-answers'),
    request: fc.integer({ min: 1, max: 3 }),
  }),
);
const minutes = (...some: number[]) => fc.constantFrom(...some);

const named = <const D extends string>(name: D) => fc.constant(name);

const admins = [
  fc.record({ do: named('add-user'), role: one, unit, temporary: fc.boolean(), serverCrash }),
  fc.record({ do: named('rename-user'), user: one, serverCrash }),
  fc.record({ do: named('suspend-user'), user: one, serverCrash }),
  fc.record({ do: named('delete-user'), user: one, serverCrash }),
  fc.record({ do: named('change-role'), user: one, role: one, serverCrash }),
  fc.record({ do: named('change-pin'), user: one, serverCrash }),
  fc.record({ do: named('remove-pin'), user: one, serverCrash }),
  fc.record({ do: named('limit-user'), user: one, unit, serverCrash }),
  fc.record({ do: named('add-role'), admin: fc.boolean(), serverCrash }),
  fc.record({ do: named('change-permissions'), role: one, to: fc.nat({ max: 3 }), serverCrash }),
  fc.record({ do: named('delete-role'), role: one, moveTo: one, serverCrash }),
  fc.record({ do: named('move-unit'), unit: fc.nat({ max: 3 }), to: unit, serverCrash }),
  fc.record({ do: named('move-device'), tablet, unit, serverCrash }),
  fc.record({ do: named('set-offline'), wanted: fc.boolean(), serverCrash }),
  fc.record({ do: named('set-lease'), hours: fc.constantFrom(1, 24, 72), serverCrash }),
  fc.record({ do: named('set-pin-length'), length: fc.constantFrom(5, 6, 6), serverCrash }),
  fc.record({ do: named('revoke'), tablet, serverCrash }),
] as const;

const sync = fc.record({ do: named('sync'), tablet, fault, crashAt, serverCrash });
const signIn = fc.record({
  do: named('sign-in'),
  tablet,
  user: one,
  pin: fc.constantFrom('right', 'right', 'wrong', 'twin', 'old'),
  times: fc.constantFrom(1, 1, 2, 6),
  crashAt,
});

const tablets = [
  fc.record({ do: named('end-session'), tablet, crashAt }),
  fc.record({ do: named('look-at-pad'), tablet }),
  fc.record({ do: named('keep-image'), tablet }),
  fc.record({ do: named('put-image-back'), tablet }),
  fc.record({ do: named('part'), tablet }),
  fc.record({ do: named('heal'), tablet }),
  fc.record({ do: named('wait'), minutes: minutes(1, 30, 61, 24 * 60 - 1, 24 * 60, 25 * 60) }),
  fc.record({ do: named('set-tablet-clock'), tablet, minutes: minutes(-1500, -61, -6, -1, 1, 6, 61, 1500) }),
  fc.record({ do: named('set-server-clock'), minutes: minutes(-30, -1, 1, 30) }),
] as const;

export const command = fc.oneof(
  { arbitrary: fc.oneof(...admins), weight: 8 },
  { arbitrary: sync, weight: 7 },
  { arbitrary: signIn, weight: 8 },
  { arbitrary: fc.oneof(...tablets), weight: 6 },
);

export type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

/** One line on a command, for a history that failed. */
export function describeCommand(command: Command): string {
  const { do: name, ...parts } = command;
  const said = Object.entries(parts)
    .filter(([, value]) => value !== null)
    .map(([part, value]) => `${part}: ${JSON.stringify(value)}`);
  return [name, ...said].join('  ');
}

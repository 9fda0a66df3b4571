// The commands of admins, and what every kind of command is made of.
import fc from 'fast-check';

// Numbers name the things that are there by then, counted round and round.
export const one = fc.oneof(
  { arbitrary: fc.nat({ max: 1 }), weight: 1 },
  { arbitrary: fc.nat({ max: 7 }), weight: 2 },
);
const unit = fc.option(fc.nat({ max: 3 }), { nil: null, freq: 3 });
export const tablet = fc.nat({ max: 2 });
export const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 5 }, { arbitrary, weight: 1 });
export const often = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 2 }, { arbitrary, weight: 1 });

export const named = <const D extends string>(name: D) => fc.constant(name);

// A push of one new event commits at its 16th statement or later, and the pull comes after it.
const statement = fc.oneof(
  { arbitrary: fc.integer({ min: 1, max: 14 }), weight: 1 },
  { arbitrary: fc.integer({ min: 15, max: 45 }), weight: 1 },
);
export const serverCrash = seldom(
  fc.oneof(
    fc.record({ at: named('statement'), count: statement, done: fc.boolean() }),
    fc.record({ at: named('COMMIT'), count: fc.integer({ min: 1, max: 2 }), done: fc.boolean() }),
  ),
);

export const admins = [
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
  fc.record({ do: named('lift-pause'), tablet, serverCrash }),
  fc.record({ do: named('set-offline'), wanted: fc.boolean(), serverCrash }),
  fc.record({ do: named('set-lease'), hours: fc.constantFrom(1, 24, 72), serverCrash }),
  fc.record({ do: named('set-pin-length'), length: fc.constantFrom(5, 6, 6), serverCrash }),
  fc.record({ do: named('revoke'), tablet, serverCrash }),
] as const;

type Arbitraries<T> = T extends fc.Arbitrary<infer C> ? C : never;
export type AdminCommand = Arbitraries<(typeof admins)[number]>;

const adminNames = [
  'add-user',
  'rename-user',
  'suspend-user',
  'delete-user',
  'change-role',
  'change-pin',
  'remove-pin',
  'limit-user',
  'add-role',
  'change-permissions',
  'delete-role',
  'move-unit',
  'move-device',
  'lift-pause',
  'set-offline',
  'set-lease',
  'set-pin-length',
  'revoke',
] as const satisfies readonly AdminCommand['do'][];

/** Whether an admin does it; the others are done at tablets. */
export const isAdminCommand = <C extends { do: string }>(
  command: C | AdminCommand,
): command is AdminCommand => adminNames.some((name) => name === command.do);

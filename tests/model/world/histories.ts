// The histories: random commands, and among them short stories that chance alone would seldom tell.
import fc from 'fast-check';
import { one, tablet } from './admin-commands.ts';
import { type Command, command } from './commands.ts';

const entriesMost = 34;

const quiet = { fault: null, crashAt: null, serverCrash: null } as const;
const right = { pin: 'right', times: 1 } as const;
const inTheEnd = { do: 'sync', ...quiet } as const;

type Told = { tablet: number; user: number; number: number };

const stories: readonly ((told: Told) => Command[])[] = [
  // A clock that is slow by an hour makes the lease last longer on the tablet than at the server.
  ({ tablet, user }) => [
    { do: 'heal', tablet },
    { ...inTheEnd, tablet },
    { do: 'set-tablet-clock', tablet, minutes: -61 },
    { do: 'wait', minutes: 24 * 60 },
    { do: 'sign-in', tablet, user, ...right, crashAt: null },
    { ...inTheEnd, tablet },
  ],
  // Two pasts of one tablet.
  ({ tablet, user }) => [
    { ...inTheEnd, tablet },
    { do: 'keep-image', tablet },
    { do: 'sign-in', tablet, user, ...right, crashAt: null },
    { ...inTheEnd, tablet },
    { do: 'put-image-back', tablet },
    { do: 'sign-in', tablet, user, ...right, crashAt: null },
    { ...inTheEnd, tablet },
  ],
  // Ten wrong PINs of one person, here, there and offline.
  ({ tablet, user }) => [
    { do: 'sign-in-online', tablet, user, pin: 'wrong', times: 6, fault: null, serverCrash: null },
    { do: 'guess-at-once', tablet: tablet + 1, user, count: 6 },
    { do: 'lift-pause', tablet: tablet + 1, serverCrash: null },
    { do: 'sign-in', tablet: tablet + 2, user, pin: 'wrong', times: 6, crashAt: null },
    { ...inTheEnd, tablet: tablet + 2 },
    { do: 'wait', minutes: 30 },
    { do: 'sign-in-online', tablet, user, ...right, fault: null, serverCrash: null },
  ],
  // Somebody loses a right while signed in.
  ({ tablet, user, number }) => [
    { do: 'sign-in-online', tablet, user, ...right, fault: null, serverCrash: null },
    { do: 'use-session', tablet },
    number % 2 === 0
      ? { do: 'suspend-user', user, serverCrash: null }
      : { do: 'revoke', tablet, serverCrash: null },
    { do: 'use-session', tablet },
  ],
  // The server ends while it takes an event, or right after.
  ({ tablet, user, number }) => [
    { do: 'sign-in', tablet, user, ...right, crashAt: null },
    { do: 'sync', tablet, ...quiet, serverCrash: { at: 'COMMIT', count: 1, done: number % 2 === 0 } },
  ],
  // A batch that was lost, or came in half, and comes whole long after.
  ({ tablet, user, number }) => [
    { do: 'heal', tablet },
    { do: 'sign-in', tablet, user, pin: 'right', times: 2, crashAt: null },
    { do: 'sync', tablet, ...quiet, fault: { kind: number % 2 === 0 ? 'lost' : 'request-cut', request: 1 } },
    { do: 'deliver-late', tablet, batch: 0 },
  ],
  // A revoked tablet that can't send what it noted.
  ({ tablet, user, number }) => [
    { do: 'sign-in', tablet, user, ...right, crashAt: null },
    { do: 'revoke', tablet, serverCrash: null },
    {
      do: 'sign-in-online',
      tablet,
      user,
      ...right,
      fault: { kind: 'lost', request: 2 + (number % 2) },
      serverCrash: null,
    },
  ],
];

const story = fc
  .record({
    which: fc.constantFrom(...stories),
    tablet,
    user: one,
    number: fc.integer({ min: 12, max: 45 }),
  })
  .map(({ which, ...told }) => which(told));

/** A history: how people sign in, which tablet has never heard its server, and what happens. */
export const history = fc.record({
  style: fc.constantFrom('name-then-pin', 'pin'),
  unsynced: fc.option(fc.nat({ max: 2 }), { nil: null, freq: 3 }),
  commands: fc
    .array(
      fc.oneof({ arbitrary: command.map((each) => [each]), weight: 24 }, { arbitrary: story, weight: 1 }),
      { minLength: 1, maxLength: entriesMost, size: 'max' },
    )
    .map((parts) => parts.flat()),
});

export type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

function describeCommand({ do: name, ...parts }: { do: string }): string {
  const said = Object.entries(parts)
    .filter(([, value]) => value !== null)
    .map(([part, value]) => `${part}: ${JSON.stringify(value)}`);
  return [name, ...said].join('  ');
}

/** The lines that tell of a history that failed. */
export function describeHistory({ style, unsynced, commands }: History): string[] {
  const first = `style: ${style}${unsynced === null ? '' : `  unsynced: ${unsynced}`}`;
  return [first, ...commands.map(describeCommand)];
}

// What the settings say of another sign-in style or PIN length before it is saved.
import { expect, it } from 'vitest';
import { describeEffect } from '../../src/app/admin/organization/pin-policy-effect.ts';
import { makeOrganization } from './make-organization.ts';

const before = makeOrganization();
const effect = { withPin: 9, mustChange: 0, lose: 0 };
const describe = (change: Partial<Parameters<typeof describeEffect>[0]>) =>
  describeEffect({ before, pinLength: 6, signInStyle: 'pin', effect, ...change }).join(' ');

it('names how many choose a new PIN, one and many', () => {
  expect(describe({ pinLength: 8, effect: { ...effect, mustChange: 9 } })).toContain(
    '9 users choose a new PIN with 8 digits',
  );
  expect(describe({ pinLength: 8, effect: { withPin: 1, mustChange: 1, lose: 0 } })).toMatch(
    /^1 user has a PIN now\. 1 user chooses a new PIN/,
  );
  expect(describe({ pinLength: 8 })).toContain('Nobody has to choose a new PIN');
});

it.each([
  [5, true],
  [6, false],
])('says of PINs with %i digits whether they can be used offline', (pinLength, isTold) => {
  const told = describe({ before: { ...before, pinLength: 7 }, pinLength });
  expect(told.includes('can’t be used offline')).toBe(isTold);
});

it('says who loses a PIN only where the PIN alone comes to say who it is', () => {
  const named = { ...before, signInStyle: 'name-then-pin' } as const;
  expect(describe({ before: named, effect: { ...effect, lose: 2 } })).toContain('2 users lose their PIN');
  expect(describe({ before: named, effect: { ...effect, lose: 0 } })).toContain('Nobody loses their PIN');
  expect(describe({ signInStyle: 'name-then-pin' })).toContain('People tap their name first');
  expect(describe({ signInStyle: 'name-then-pin' })).not.toContain('lose');
});

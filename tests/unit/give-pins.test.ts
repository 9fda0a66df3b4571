// Temporary PINs for several people: one after another, with every problem told and nothing lost.
import { expect, it } from 'vitest';
import { nameSome } from '../../src/app/admin/users/list/name-some.ts';
import { givePins } from '../../src/app/admin/users/pin-cards/give-pins.ts';
import { outcomeOfSave, wasInvited } from '../../src/app/admin/users/user-outcome.ts';
import { GivenUp } from '../../src/app/ui/admin/use-form.ts';
import type { User } from '../../src/contract/endpoints/users.ts';
import { makeUser } from './make-user.ts';

const people = ['Ada', 'Bela', 'Cleo'].map((name) => makeUser({ id: name, name }));
const give = (user: User) => Promise.resolve({ user, pin: '402917' });
const goOn = () => false;

it('hands a card to each, and counts on', async () => {
  const seen: number[] = [];
  const { cards, problems, stopped } = await givePins(people, (done) => seen.push(done), goOn, give);
  expect(cards.map(({ user, pin }) => [user.name, pin])).toEqual([
    ['Ada', '402917'],
    ['Bela', '402917'],
    ['Cleo', '402917'],
  ]);
  expect([problems, stopped, seen]).toEqual([[], false, [1, 2, 3]]);
});

it('goes on past somebody who can’t be given one, and names them', async () => {
  const failure = new Error('above');
  const { cards, problems } = await givePins(
    people,
    () => undefined,
    goOn,
    (user) => (user.name === 'Bela' ? Promise.reject(failure) : give(user)),
  );
  expect(cards.map(({ user }) => user.name)).toEqual(['Ada', 'Cleo']);
  expect(problems.map(({ user, failure: why }) => [user.name, why])).toEqual([['Bela', failure]]);
});

it('stops when told, or when the password is not entered, and keeps the PINs made until then', async () => {
  let asked = 0;
  const afterOne = await givePins(
    people,
    () => undefined,
    () => asked++ === 1,
    give,
  );
  expect([afterOne.cards.length, afterOne.stopped]).toEqual([1, true]);
  const givenUp = await givePins(
    people,
    () => undefined,
    goOn,
    (user) => (user.name === 'Cleo' ? Promise.reject(new GivenUp('closed')) : give(user)),
  );
  expect([givenUp.cards.length, givenUp.stopped, givenUp.problems]).toEqual([2, true, []]);
});

it('names a few users, and counts the rest', () => {
  expect(nameSome(['A', 'B', 'C', 'D', 'E', 'F'])).toBe('A, B, C, D, E, F');
  expect(nameSome(['A', 'B', 'C', 'D', 'E', 'F', 'G'])).toBe('A, B, C, D, E and 2 more');
});

it('tells an invitation that was just sent from one that stood before', () => {
  const invitation = {
    sentAt: '2026-11-22T08:00:00.000Z',
    expiresAt: '2026-11-25T08:00:00.000Z',
    expired: false,
  };
  const before = makeUser({ invitation });
  const again = makeUser({ invitation: { ...invitation, sentAt: '2026-11-22T09:00:00.000Z' } });
  expect([wasInvited(null, before), wasInvited(before, before), wasInvited(before, again)]).toEqual([
    true,
    false,
    true,
  ]);
  expect(outcomeOfSave(null, before)).toMatchObject({ told: 'Added Ana Nagy', invited: { isNew: true } });
  expect(outcomeOfSave(before, before)).toEqual({ users: [before], told: 'Saved Ana Nagy' });
  expect(outcomeOfSave(null, makeUser({}), { pin: '402917' })).toMatchObject({
    shownOnce: { pin: '402917' },
  });
});

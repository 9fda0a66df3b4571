// @vitest-environment jsdom
// The selection of people in a list with pages.
import { act, renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import { selectedMost, useSelectedUsers } from '../../src/app/admin/users/list/use-selected-users.ts';
import { noFilters, type UsersView } from '../../src/app/admin/users/list/users-view.ts';
import { makeUser } from './make-user.ts';

const first: UsersView = { ...noFilters, search: '', sort: 'name', order: 'up', page: 1 };
const people = (from: number, count = 50) =>
  Array.from({ length: count }, (_, at) => makeUser({ id: `id-${from + at}`, name: `Person ${from + at}` }));
const idsOf = (users: readonly { id: string }[]) => new Set(users.map(({ id }) => id));

test('lasts over pages and orders, and ends with another search', () => {
  const { result, rerender } = renderHook(({ shown, view }) => useSelectedUsers(shown, view), {
    initialProps: { shown: people(0), view: first },
  });
  act(() => result.current.select(idsOf(people(0))));
  rerender({ shown: people(50), view: { ...first, page: 2, order: 'down' } });
  expect(result.current.users).toHaveLength(50);
  act(() => result.current.select(new Set([...idsOf(people(0)), 'id-60'])));
  expect(result.current.users).toHaveLength(51);
  // Whoever was unticked on this page is no longer selected; the other page keeps its own.
  act(() => result.current.select(new Set()));
  expect(result.current.users.map(({ id }) => id)).toEqual(people(0).map(({ id }) => id));
  rerender({ shown: people(0), view: { ...first, search: 'person' } });
  expect(result.current.users).toEqual([]);
  rerender({ shown: people(0), view: first });
  expect(result.current.users).toEqual([]);
});

test('never holds more than can be deleted at once, nor anybody who can’t be changed', () => {
  const { result, rerender } = renderHook(({ shown }) => useSelectedUsers(shown, first), {
    initialProps: { shown: people(0, 400) },
  });
  act(() => result.current.select(idsOf(people(0, 400))));
  const more = [...people(400, 200), makeUser({ id: 'above', editable: false })];
  rerender({ shown: more });
  act(() => result.current.select(idsOf(more)));
  expect(result.current.users).toHaveLength(selectedMost);
  expect(result.current.ids.has('above')).toBe(false);
});

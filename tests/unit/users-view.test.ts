// What the address of the users list means, and what is asked of the server for it.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  countFilters,
  filterOf,
  noFilters,
  readUsersView,
  type UsersView,
  writeUsersView,
} from '../../src/app/admin/users/list/users-view.ts';
import { listUsers, userSorts } from '../../src/contract/endpoints/users.ts';

const id = '7a1d4c0e-5a8f-4d53-9d0c-2f8f5d4a1b11';
const read = (address: string) => readUsersView(new URLSearchParams(address));
const whole: UsersView = { ...noFilters, search: '', sort: 'name', order: 'up', page: 1 };

const anyView: fc.Arbitrary<UsersView> = fc.record({
  search: fc.string({ maxLength: 100 }),
  roleId: fc.option(fc.uuid()),
  unitId: fc.option(fc.oneof(fc.uuid(), fc.constant('none'))),
  state: fc.option(fc.constantFrom('invited' as const, 'active' as const, 'suspended' as const)),
  partnerId: fc.option(fc.oneof(fc.uuid(), fc.constant('none'))),
  sort: fc.constantFrom(...userSorts),
  order: fc.constantFrom('up' as const, 'down' as const),
  page: fc.integer({ min: 1, max: 999_999 }),
});

it('reads back every view that it wrote', () => {
  fc.assert(
    fc.property(anyView, (view) => {
      const address = new URLSearchParams(writeUsersView(view)).toString();
      expect(read(address)).toEqual(view);
    }),
  );
});

it('writes nothing that goes without saying', () => {
  expect(writeUsersView(whole)).toEqual({});
  expect(writeUsersView({ ...whole, sort: 'last-sign-in', order: 'down' })).toEqual({ sort: 'last-sign-in' });
  expect(writeUsersView({ ...whole, order: 'down' })).toEqual({ order: 'down' });
});

it('leaves out what an address can’t mean, so that an old or misspelled link shows a list', () => {
  const wrong = 'role=7&unit=some&state=asleep&partner=&sort=pin&order=sideways&page=0';
  expect(read(wrong)).toEqual(whole);
  expect(read('page=1000000').page).toBe(1);
  expect(read(`search=${'x'.repeat(101)}`).search).toHaveLength(100);
});

it('starts with the newest where a column holds times', () => {
  expect(read('sort=last-sign-in').order).toBe('down');
  expect(read('sort=role').order).toBe('up');
});

it('asks the server only what it understands', () => {
  const view = read(`search=ada&role=${id}&unit=none&state=invited&partner=none&page=3`);
  expect(filterOf(view)).toEqual({
    search: 'ada',
    roleId: id,
    unitId: 'none',
    state: 'invited',
    partnerId: 'none',
  });
  const { sort, order, page } = view;
  const query = { ...filterOf(view), sort, order, page: String(page) };
  expect(listUsers.query.safeParse(query).success).toBe(true);
  expect(countFilters(view)).toBe(4);
  expect(countFilters(whole)).toBe(0);
});

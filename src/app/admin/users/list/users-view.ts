// Which part of the users the list shows, and how that is written into the address and asked of the server.
import type * as z from 'zod/mini';
import { userFilterSchema, userSorts } from '../../../../contract/endpoints/users.ts';

export type UserSort = (typeof userSorts)[number];
type Order = 'up' | 'down';
type UserFilter = Omit<z.infer<typeof userFilterSchema>, 'search'>;

/** What a filter can narrow the list by; `null`: not narrowed by this. */
export type FilterValues = { readonly [name in keyof UserFilter]-?: NonNullable<UserFilter[name]> | null };

export interface UsersView extends FilterValues {
  readonly search: string;
  readonly sort: UserSort;
  readonly order: Order;
  /** From 1. */
  readonly page: number;
}

export const noFilters: FilterValues = { roleId: null, unitId: null, state: null, partnerId: null };

const isSort = (text: string | null): text is UserSort => userSorts.some((sort) => sort === text);

/** What a user means who clicks on a column for the first time: the newest sign-in first, everything else from A. */
export const firstOrder = (sort: UserSort): Order =>
  sort === 'last-sign-in' || sort === 'created' ? 'down' : 'up';

function readPart<T>(schema: z.ZodMiniType<T | undefined>, text: string | null): T | null {
  return schema.safeParse(text ?? undefined).data ?? null;
}

/** Reads an address; what it can't mean is left out, so that an old or misspelled link still shows a list. */
export function readUsersView(parameters: URLSearchParams): UsersView {
  const { roleId, unitId, state, partnerId } = userFilterSchema.shape;
  const page = parameters.get('page') ?? '1';
  const asked = parameters.get('sort');
  const sort = isSort(asked) ? asked : 'name';
  const order = parameters.get('order');
  return {
    search: (parameters.get('search') ?? '').slice(0, 100),
    roleId: readPart(roleId, parameters.get('role')),
    unitId: readPart(unitId, parameters.get('unit')),
    state: readPart(state, parameters.get('state')),
    partnerId: readPart(partnerId, parameters.get('partner')),
    sort,
    order: order === 'up' || order === 'down' ? order : firstOrder(sort),
    page: /^[1-9][0-9]{0,5}$/.test(page) ? Number(page) : 1,
  };
}

/** Writes an address with nothing in it that goes without saying. */
export function writeUsersView(view: UsersView): Record<string, string> {
  const { search, roleId, unitId, state, partnerId, sort, order, page } = view;
  return {
    ...(search && { search }),
    ...(roleId && { role: roleId }),
    ...(unitId && { unit: unitId }),
    ...(state && { state }),
    ...(partnerId && { partner: partnerId }),
    ...(sort !== 'name' && { sort }),
    ...(order !== firstOrder(sort) && { order }),
    ...(page !== 1 && { page: String(page) }),
  };
}

/** What narrows the list, as the server wants it asked: for the list and for the export alike. */
export function filterOf(view: UsersView): z.input<typeof userFilterSchema> {
  const { search, roleId, unitId, state, partnerId } = view;
  return {
    ...(search && { search }),
    ...(roleId && { roleId }),
    ...(unitId && { unitId }),
    ...(state && { state }),
    ...(partnerId && { partnerId }),
  };
}

/** How many filters narrow the list, the search not counted. */
export function countFilters({ roleId, unitId, state, partnerId }: FilterValues): number {
  return [roleId, unitId, state, partnerId].filter((value) => value !== null).length;
}

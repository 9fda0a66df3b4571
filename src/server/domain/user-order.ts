// The orders in which a list of people can be read; each ends with the id, so that no page shows anybody twice.
import { asc, desc, type SQL, sql } from 'drizzle-orm';
import type { userSorts } from '../../contract/endpoints/users.ts';
import { roles, users } from '../database/schema.ts';
import { isInvited, isSuspended } from './user-filter.ts';

export type UserSort = (typeof userSorts)[number];

const stateRank = sql`case when ${isSuspended} then 3 when ${isInvited} then 2 else 1 end`;

const roleName = sql`(select ${roles.nameFolded} from ${roles} where ${roles.id} = ${users.roleId})`;

const keys: Readonly<Record<UserSort, readonly SQL[]>> = {
  name: [sql`${users.nameSorted}`],
  role: [roleName, sql`${users.nameSorted}`],
  state: [stateRank, sql`${users.nameSorted}`],
  // Who never signed in stands before the earliest.
  'last-sign-in': [sql`coalesce(${users.lastSignInAt}, '-infinity')`],
  created: [sql`${users.createdAt}`],
};

/** What to sort by. */
export function orderUsers(sort: UserSort, order: 'up' | 'down'): SQL[] {
  const turn = order === 'up' ? asc : desc;
  return [...keys[sort], sql`${users.id}`].map((key) => turn(key));
}

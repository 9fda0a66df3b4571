// The orders in which a list of users can be read; each ends with the id, so that no page shows anybody twice.
import { asc, desc, type SQL, sql } from 'drizzle-orm';
import type { userSorts } from '../../../contract/endpoints/users.ts';
import type { Queries } from '../../database/database.ts';
import { roles, users } from '../../database/schema.ts';
import { isInvited, isSuspended } from './user-filter.ts';

export type UserSort = (typeof userSorts)[number];

const stateRank = sql`case when ${isSuspended} then 3 when ${isInvited} then 2 else 1 end`;

const keys: Readonly<Record<Exclude<UserSort, 'role'>, readonly SQL[]>> = {
  name: [sql`${users.nameSorted}`],
  state: [stateRank, sql`${users.nameSorted}`],
  // Who never signed in stands before the earliest.
  'last-sign-in': [sql`coalesce(${users.lastSignInAt}, '-infinity')`],
  created: [sql`${users.createdAt}`],
};

/** The roles are few, so their places are worked out once, not once a user. */
async function placeOfRole(tx: Queries): Promise<SQL> {
  const rows = await tx.select({ id: roles.id }).from(roles).orderBy(asc(roles.nameFolded));
  const ids = sql.join(
    rows.map(({ id }) => sql`${id}::uuid`),
    sql`, `,
  );
  return sql`array_position(array[${ids}], ${users.roleId})`;
}

/** What to sort by. */
export async function orderUsers(tx: Queries, sort: UserSort, order: 'up' | 'down'): Promise<SQL[]> {
  const turn = order === 'up' ? asc : desc;
  const wanted = sort === 'role' ? [await placeOfRole(tx), sql`${users.nameSorted}`] : keys[sort];
  return [...wanted, sql`${users.id}`].map((key) => turn(key));
}

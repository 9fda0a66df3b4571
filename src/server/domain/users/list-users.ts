// Finding users: the list with its pages, and one user.
import { and, count, eq, inArray, sql } from 'drizzle-orm';
import { foundMost, type User } from '../../../contract/endpoints/users.ts';
import type { Queries } from '../../database/database.ts';
import { roles, users } from '../../database/schema.ts';
import type { Act } from '../access/act.ts';
import { ProblemError } from '../access/problem-error.ts';
import type { SignedIn } from '../access/signed-in.ts';
import { findUnitScope } from '../access/unit-scope.ts';
import { isPersonVisible } from '../access/user-scope.ts';
import { type UserFilter, whereUsers } from './user-filter.ts';
import { orderUsers, type UserSort } from './user-order.ts';
import { describeUser, describeUsers } from './user-view.ts';

const pageSize = 50;

type Found = { ids: string[]; total: number; isMore: boolean };

export type UserPage = { page: number; sort?: UserSort | undefined; order?: 'up' | 'down' | undefined };

/** The ids of one page, in order; a page in the second half is read from the end, which is nearer. */
async function readPageIds(
  tx: Queries,
  where: Awaited<ReturnType<typeof whereUsers>>,
  { page, sort = 'name', order = 'up' }: UserPage,
): Promise<Found> {
  const [counted] = await tx.select({ total: count() }).from(users).where(where);
  const total = counted?.total ?? 0;
  const first = (page - 1) * pageSize;
  const size = Math.min(pageSize, total - first);
  if (size <= 0) return { ids: [], total, isMore: false };
  const fromEnd = first > total / 2;
  const turned = order === 'up' ? 'down' : 'up';
  const rows = await tx
    .select({ id: users.id })
    .from(users)
    .where(where)
    .orderBy(...(await orderUsers(tx, sort, fromEnd ? turned : order)))
    .limit(size)
    .offset(fromEnd ? total - first - size : first);
  const ids = rows.map(({ id }) => id);
  return { ids: fromEnd ? ids.toReversed() : ids, total, isMore: false };
}

/** The ids of one page of those whom a search finds, of whom no more are counted than anybody would look through. */
async function searchPageIds(
  tx: Queries,
  where: Awaited<ReturnType<typeof whereUsers>>,
  { page, sort = 'name', order = 'up' }: UserPage,
): Promise<Found> {
  const rows = await tx
    .select({ id: users.id })
    .from(users)
    .where(where)
    .orderBy(...(await orderUsers(tx, sort, order)))
    .limit(foundMost + 1);
  const total = Math.min(rows.length, foundMost);
  const ids = rows.slice((page - 1) * pageSize, Math.min(page * pageSize, foundMost)).map(({ id }) => id);
  return { ids, total, isMore: rows.length > foundMost };
}

/** One page of the users whom the one who asks may see and the filter names. */
export async function listUsers(
  act: Act,
  filter: UserFilter,
  wanted: UserPage,
): Promise<{ users: User[]; total: number; isMore: boolean; page: number; pageSize: number }> {
  const { context, signedIn } = act;
  return context.database.inOrganization(signedIn.organizationId, async (tx) => {
    // A page in the middle of a long list is sorted in memory, not on disk.
    await tx.execute(sql`set local work_mem = '16MB'`);
    const where = await whereUsers(tx, signedIn, filter);
    const { ids, ...found } = await (filter.search ? searchPageIds : readPageIds)(tx, where, wanted);
    const people = await tx
      .select({ user: users, role: roles })
      .from(users)
      .innerJoin(roles, eq(roles.id, users.roleId))
      .where(inArray(users.id, ids));
    const byId = new Map(people.map((row) => [row.user.id, row]));
    const rows = ids.flatMap((id) => byId.get(id) ?? []);
    return {
      users: await describeUsers(tx, act, rows),
      ...found,
      page: wanted.page,
      pageSize,
    };
  });
}

/** One user with their role, when the one who asks may see them. @throws ProblemError `not_found` */
export async function findUser(tx: Queries, signedIn: SignedIn, userId: string) {
  const scope = await findUnitScope(tx, signedIn.user.id);
  const [row] = await tx
    .select({ user: users, role: roles })
    .from(users)
    .innerJoin(roles, eq(roles.id, users.roleId))
    .where(and(eq(users.id, userId), isPersonVisible(signedIn, scope)));
  if (!row) throw new ProblemError('not_found', 'This user doesn’t exist. Go back to the list.');
  return row;
}

/** One user as the contract tells of them. */
export async function getUser(act: Act, userId: string): Promise<User> {
  const { context, signedIn } = act;
  return context.database.inOrganization(signedIn.organizationId, async (tx) => {
    const { user, role } = await findUser(tx, signedIn, userId);
    return describeUser(tx, act, user, role);
  });
}

// Finding people: the list with search and pages, and one person.
import { and, asc, count, eq, ilike, or, sql } from 'drizzle-orm';
import type { User } from '../../contract/endpoints/users.ts';
import type { Context } from '../context.ts';
import type { Queries } from '../database/database.ts';
import { roles, users } from '../database/schema.ts';
import { isPersonVisible } from './people-scope.ts';
import { ProblemError } from './problem-error.ts';
import type { SignedIn } from './signed-in.ts';
import { findUnitScope } from './unit-scope.ts';
import { describeUser, describeUsers } from './user-view.ts';

const pageSize = 50;

function matches(search: string) {
  // The wildcards of LIKE are ordinary characters for the person who searches.
  const pattern = `%${search.replaceAll(/[\\%_]/g, (wildcard) => `\\${wildcard}`)}%`;
  return or(
    ilike(users.username, pattern),
    ilike(users.email, pattern),
    ilike(sql`${users.firstName} || ' ' || ${users.lastName}`, pattern),
    ilike(roles.name, pattern),
  );
}

/** One page of the people whom the one who asks may see, by name. */
export async function listUsers(
  { database, clock }: Context,
  signedIn: SignedIn,
  { search, page }: { search: string; page: number },
): Promise<{ users: User[]; total: number; page: number; pageSize: number }> {
  return database.inOrganization(signedIn.organizationId, async (tx) => {
    const scope = await findUnitScope(tx, signedIn.user.id);
    const wanted = and(
      eq(users.organizationId, signedIn.organizationId),
      isPersonVisible(signedIn, scope),
      search ? matches(search) : undefined,
    );
    const joined = eq(roles.id, users.roleId);
    const [counted] = await tx.select({ total: count() }).from(users).innerJoin(roles, joined).where(wanted);
    const rows = await tx
      .select({ user: users, role: roles })
      .from(users)
      .innerJoin(roles, joined)
      .where(wanted)
      .orderBy(asc(users.nameSorted), asc(users.id))
      .limit(pageSize)
      .offset((page - 1) * pageSize);
    const people = await describeUsers(tx, signedIn, rows, clock());
    return { users: people, total: counted?.total ?? 0, page, pageSize };
  });
}

/** One person with their role, when the one who asks may see them. @throws ProblemError `not_found` */
export async function findUser(tx: Queries, signedIn: SignedIn, userId: string) {
  const scope = await findUnitScope(tx, signedIn.user.id);
  const [row] = await tx
    .select({ user: users, role: roles })
    .from(users)
    .innerJoin(roles, eq(roles.id, users.roleId))
    .where(and(eq(users.id, userId), isPersonVisible(signedIn, scope)));
  if (!row)
    throw new ProblemError('not_found', 'This person is not there. Go back to the list and look again.');
  return row;
}

/** One person as the contract tells of them. */
export async function getUser(
  { database, clock }: Context,
  signedIn: SignedIn,
  userId: string,
): Promise<User> {
  return database.inOrganization(signedIn.organizationId, async (tx) => {
    const { user, role } = await findUser(tx, signedIn, userId);
    return describeUser(tx, signedIn, user, role, clock());
  });
}

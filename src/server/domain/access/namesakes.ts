// What tells people apart who have the same name: a unit, a role, and where these are the same, too, their usernames.
import { and, asc, count, eq, inArray, ne, type SQL, sql } from 'drizzle-orm';
import type { Queries } from '../../database/database.ts';
import { roles, units, users, userUnits } from '../../database/schema.ts';

/** What may tell somebody apart, the plainest first. */
type Marks = { id: string; units: string; role: string; both: string; username: string };

function findMark(one: Marks, others: readonly Marks[]): string {
  for (const kind of ['units', 'role', 'both'] as const) {
    if (one[kind] !== '' && others.every((other) => other[kind] !== one[kind])) return one[kind];
  }
  return one.username;
}

/**
 * @param people whose namesakes are looked for
 * @param among who counts as one: those whom the reader may see
 * @returns what to show beside the name, by id: for the people and their namesakes alike, and nothing for everybody else
 */
export async function tellApart(
  tx: Queries,
  organizationId: string,
  people: readonly { nameSorted: string }[],
  among?: SQL,
): Promise<ReadonlyMap<string, string>> {
  if (people.length === 0) return new Map();
  const names = [...new Set(people.map(({ nameSorted }) => nameSorted))];
  const namesakes = and(
    eq(users.organizationId, organizationId),
    ne(users.state, 'deleted'),
    sql`${users.nameSorted} = any (${sql.param(names)}::text[])`,
    among,
  );
  const shared = await tx
    .select({ name: users.nameSorted })
    .from(users)
    .where(namesakes)
    .groupBy(users.nameSorted)
    .having(sql`${count()} > 1`);
  if (shared.length === 0) return new Map();
  const found = await tx
    .select({ id: users.id, name: users.nameSorted, username: users.username, role: roles.name })
    .from(users)
    .innerJoin(roles, eq(roles.id, users.roleId))
    .where(
      and(namesakes, sql`${users.nameSorted} = any (${sql.param(shared.map(({ name }) => name))}::text[])`),
    );
  const ids = found.map(({ id }) => id);
  const places = await tx
    .select({ userId: userUnits.userId, name: units.name })
    .from(userUnits)
    .innerJoin(units, eq(units.id, userUnits.unitId))
    .where(inArray(userUnits.userId, ids))
    .orderBy(asc(units.nameFolded));
  const unitsOf = Map.groupBy(places, ({ userId }) => userId);
  const marks = found.map(({ id, name, username, role }) => {
    const where = (unitsOf.get(id) ?? []).map((place) => place.name).join(', ');
    return { id, name, units: where, role, both: where && `${where}, ${role}`, username };
  });
  return new Map(
    [...Map.groupBy(marks, ({ name }) => name).values()].flatMap((group) =>
      group.map(
        (one) =>
          [
            one.id,
            findMark(
              one,
              group.filter((other) => other !== one),
            ),
          ] as const,
      ),
    ),
  );
}

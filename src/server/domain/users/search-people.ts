// Finds people by what somebody types: words in any order, each the beginning of a word of a person or of what they belong to.
import { and, inArray, or, type SQL, sql } from 'drizzle-orm';
import { isFound, listWords, readSearch } from '../../../contract/search-text.ts';
import type { Queries } from '../../database/database.ts';
import { partners, roles, units, users } from '../../database/schema.ts';
import { indexPeople } from '../access/index-people.ts';

/** A word that more people have than this narrows nothing down: whoever has it is met soon on the way through the list. */
const narrowMost = 30_000;

// Names of roles, units and partners, of which there are few and which are asked for at every search.
const readBefore = new Map<string, readonly string[]>();
const rememberedMost = 20_000;

function wordsOfName(name: string): readonly string[] {
  const known = readBefore.get(name) ?? listWords(name);
  if (readBefore.size >= rememberedMost) readBefore.clear();
  readBefore.set(name, known);
  return known;
}

/** The last character that a word can go on with. */
const last = '\u{10ffff}';

type Named = Readonly<Record<'roles' | 'units' | 'partners', readonly { id: string; name: string }[]>>;

/** The people who have a word of which one of these is the beginning: how they are found, and how one is known. */
function readWord(beginnings: readonly string[], named: Named) {
  const idsOf = (kind: keyof Named) =>
    named[kind].filter(({ name }) => isFound(wordsOfName(name), [beginnings])).map(({ id }) => id);
  const [roleIds, unitIds, partnerIds] = [idsOf('roles'), idsOf('units'), idsOf('partners')];
  const belongs = [
    ...(roleIds.length > 0 ? [inArray(users.roleId, roleIds)] : []),
    ...(partnerIds.length > 0 ? [inArray(users.partnerId, partnerIds)] : []),
  ];
  const inUnits = sql`(select user_id from user_units where unit_id = any (${sql.param(unitIds)}::uuid[]))`;
  const from = beginnings.map(
    (beginning) => sql`select user_id from user_words
      where organization_id = (select nullif(current_setting('floorkey.organization_id', true), '')::uuid)
        and word >= ${beginning} and word < ${beginning + last}`,
  );
  const sources = [
    ...from,
    ...belongs.map((condition) => sql`select id from users where ${condition}`),
    ...(unitIds.length > 0 ? [inUnits] : []),
  ];
  return {
    ids: sql.join(sources, sql` union all `),
    holds: or(
      ...beginnings.map((beginning) => sql`${users.searched} like ${`% ${beginning}%`}`),
      ...belongs,
      unitIds.length > 0 ? sql`${users.id} in ${inUnits}` : undefined,
    ),
  };
}

async function readNamed(tx: Queries): Promise<Named> {
  const named = async (table: typeof roles | typeof units | typeof partners) =>
    tx.select({ id: table.id, name: table.name }).from(table);
  return { roles: await named(roles), units: await named(units), partners: await named(partners) };
}

/**
 * The condition on `users` for those whom a search finds. Words that few people have are looked up in the index of words; of
 * the others each row is asked. Row-level security lets no index be used but by comparisons that tell nothing of a row,
 * which those of a B-tree are, and those of trigrams or texts of words are not.
 */
export async function matchPeople(tx: Queries, organizationId: string, search: string): Promise<SQL> {
  await indexPeople(tx, organizationId);
  const asked = readSearch(search);
  if (asked.length === 0) return sql`false`;
  const named = await readNamed(tx);
  const words = asked.map((beginnings) => readWord(beginnings, named));
  const counts = words.map(
    ({ ids }) => sql`(select count(*)::int from (${ids} limit ${narrowMost + 1}) found)`,
  );
  const { rows } = await tx.execute<{ counts: number[] }>(
    sql`select array[${sql.join(counts, sql`, `)}] as counts`,
  );
  const isNarrow = (at: number) => (rows[0]?.counts[at] ?? 0) <= narrowMost;
  const narrow = words.filter((_, at) => isNarrow(at)).map(({ ids }) => sql`(${ids})`);
  const wide = words.filter((_, at) => !isNarrow(at)).map(({ holds }) => holds);
  const among =
    narrow.length > 0 ? sql`${users.id} = any (array(${sql.join(narrow, sql` intersect `)}))` : undefined;
  return and(among, ...wide) ?? sql`true`;
}

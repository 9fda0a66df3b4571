// Writes the words by which people are found: the database forgets them when a name, an address or a number changes.
import { and, eq, isNull, ne, type SQL, sql } from 'drizzle-orm';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { listWords } from '../../../contract/search-text.ts';
import type { Database, Queries } from '../../database/database.ts';
import { users } from '../../database/schema.ts';

const peopleAtOnce = 1000;

/** A number is found by all of it, without its country and from any of its groups on: "4930901820", "30901820", "901820". */
function listNumbers(phone: string | null): string[] {
  if (phone === null) return [];
  const groups = (parsePhoneNumberFromString(phone)?.formatInternational() ?? phone).match(/[0-9]+/g) ?? [];
  return groups.map((_, at) => groups.slice(at).join(''));
}

type Findable = Pick<typeof users.$inferSelect, 'username' | 'firstName' | 'lastName' | 'email' | 'phone'>;

/** As it is stored, with a space in front of each word, so that a beginning can be looked for. */
export function wordsOf({ username, firstName, lastName, email, phone }: Findable): string {
  const words = [...[username, firstName, lastName, email ?? ''].flatMap(listWords), ...listNumbers(phone)];
  return [...new Set(words)].map((word) => ` ${word}`).join('');
}

async function indexSome(tx: Queries, which: SQL | undefined): Promise<number> {
  const unread = and(isNull(users.searched), ne(users.state, 'deleted'), which);
  const one = await tx.select({ id: users.id }).from(users).where(unread).limit(1);
  if (one.length === 0) return 0;
  const { id, username, firstName, lastName, email, phone } = users;
  const rows = await tx
    .select({ id, username, firstName, lastName, email, phone })
    .from(users)
    .where(unread)
    .limit(peopleAtOnce)
    // Whoever is being changed is read when that is done.
    .for('update', { skipLocked: true });
  const given = JSON.stringify(rows.map((row) => ({ id: row.id, searched: wordsOf(row) })));
  await tx.execute(sql`update ${users} set searched = given.searched
    from jsonb_to_recordset(${given}::jsonb) as given(id uuid, searched text) where users.id = given.id`);
  return rows.length;
}

/** Brings the words of an organization's people up to date; nearly always they are. */
export async function indexPeople(tx: Queries, organizationId: string): Promise<void> {
  const which = eq(users.organizationId, organizationId);
  while ((await indexSome(tx, which)) === peopleAtOnce);
}

/** Reads everybody whom an older version, or a backup, left without words. */
export async function indexEverybody({ database }: { database: Database }): Promise<void> {
  while ((await database.acrossOrganizations((tx) => indexSome(tx, undefined))) > 0);
}

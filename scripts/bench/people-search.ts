// How long a search takes among a million people: in one organization, and beside many others.
import { Agent } from 'node:http';
import { sql } from 'drizzle-orm';
import { listUsers } from '../../src/contract/endpoints/users.ts';
import type { Database } from '../../src/server/database/database.ts';
import { wordsOf } from '../../src/server/domain/access/index-people.ts';
import { type BenchOrganization, setUpBench } from './bench-organization.ts';
import type { Benchmark } from './benchmark.ts';
import { inQuantiles } from './figures.ts';
import { openServerDatabase, startServerProcess } from './server-process.ts';
import { requireOk, sendTimed } from './signed-requests.ts';

const people = 1_000_000;
const atOnce = 10_000;
const searches = 300;

/** Always the same numbers from 0 to 1. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const parts = [
  'an',
  'ma',
  'ri',
  'el',
  'to',
  'ben',
  'lu',
  'so',
  'ka',
  'di',
  'ver',
  'mo',
  'ne',
  'shi',
  'gar',
  'pe',
];

/** Names of two to four syllables, all different. */
function makeNames(count: number, random: () => number): string[] {
  const names = new Set<string>();
  while (names.size < count) {
    const length = 2 + Math.floor(random() * 3);
    const name = Array.from({ length }, () => parts[Math.floor(random() * parts.length)]).join('');
    names.add(name[0]?.toUpperCase() + name.slice(1));
  }
  return [...names];
}

/** A few names belong to many, as names do: the most frequent one to some 2 % of all. */
const pick = (names: readonly string[], random: () => number) =>
  names[Math.floor(random() ** 2.2 * names.length)] ?? '';

type Person = { username: string; firstName: string; lastName: string; email: string; phone: string };

function makePeople(count: number, random: () => number): (from: number) => Person[] {
  const [firsts, lasts] = [makeNames(4000, random), makeNames(20_000, random)];
  return (from) =>
    Array.from({ length: Math.min(atOnce, count - from) }, (_, at) => {
      const [firstName, lastName] = [pick(firsts, random), pick(lasts, random)];
      const number = from + at;
      const username = `${firstName.toLowerCase()}${number}`;
      const phone = `+4930${String(10_000_000 + number)}`;
      return { username, firstName, lastName, email: `${username}@bench.example`, phone };
    });
}

/** @returns some of the people, to be searched for */
async function fill(database: Database, { id, staffRoleId }: BenchOrganization): Promise<Person[]> {
  const random = chance(7);
  const make = makePeople(people, random);
  const some: Person[] = [];
  for (let from = 0; from < people; from += atOnce) {
    const made = make(from);
    some.push(...made.filter((_, at) => at % 500 === 0));
    const rows = JSON.stringify(made.map((one) => ({ ...one, searched: wordsOf(one) })));
    await database.inOrganization(id, (tx) =>
      tx.execute(sql`insert into users (id, organization_id, role_id, username, username_folded, first_name, last_name,
          email, email_folded, phone, searched, revision, created_at)
        select gen_random_uuid(), ${id}, ${staffRoleId}, username, username, "firstName", "lastName", email, email, phone,
          searched, 1, now()
        from jsonb_to_recordset(${rows}::jsonb) as given(username text, "firstName" text, "lastName" text, email text,
          phone text, searched text)`),
    );
  }
  // As the server's own autovacuum would, sooner or later.
  for (const table of ['users', 'user_words']) await database.pool.query(`VACUUM ANALYZE ${table}`);
  return some;
}

/** What people type: whole names, beginnings as they type on, an address, a number, a role. */
const kinds: readonly (readonly [kind: string, typed: (one: Person) => string])[] = [
  ['first and last name', ({ firstName, lastName }) => `${firstName} ${lastName}`],
  ['last name, first name', ({ firstName, lastName }) => `${lastName}, ${firstName}`],
  ['a first name', ({ firstName }) => firstName],
  ['a last name', ({ lastName }) => lastName],
  ['its first letter', ({ lastName }) => lastName.slice(0, 1)],
  ['two letters', ({ lastName }) => lastName.slice(0, 2)],
  ['three letters', ({ firstName }) => firstName.slice(0, 3)],
  ['two letters of each', ({ firstName, lastName }) => `${lastName.slice(0, 2)} ${firstName.slice(0, 2)}`],
  ['an address', ({ email }) => email],
  ['a number', ({ phone }) => phone.slice(3)],
  ['a role with a name', ({ lastName }) => `staff ${lastName}`],
  ['nobody', ({ lastName }) => `${lastName} zzz`],
];

export const peopleSearch: Benchmark = {
  name: 'people-search',
  async measure(scope) {
    const server = await startServerProcess(scope);
    const organization = await setUpBench(server);
    const { owner } = organization;
    const database = await openServerDatabase(scope, server);
    const some = await fill(database, organization);
    const agent = new Agent({ keepAlive: true });
    scope.defer(async () => agent.destroy());
    const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const search = async (text: string) => {
      const url = `${owner.url}${listUsers.path}?${new URLSearchParams({ search: text })}`;
      const answer = await sendTimed({ url, method: 'GET', headers: { cookie }, body: '' }, agent);
      requireOk(answer);
      return answer.ms;
    };
    const times = new Map<string, number[]>(kinds.map(([kind]) => [kind, []]));
    for (let at = 0; at < searches + kinds.length; at += 1) {
      const one = some[(at * 997) % some.length];
      const [kind, typed] = kinds[at % kinds.length] ?? [];
      if (!one || !kind || !typed) throw new Error('nobody to search for');
      const ms = await search(typed(one));
      // The first of each kind is to have everything in memory.
      if (at >= kinds.length) times.get(kind)?.push(ms);
    }
    const each = [...times].map(([kind, ms]) => `${kind} ${inQuantiles(ms, 0.5, 0.95)}`);
    const how = `GET /api/users?search= over HTTP until the last byte, of ${people.toLocaleString('en')} people in one organization; ${searches} searches of people who are there, as many of each kind. People are written past the API.`;
    const all = inQuantiles([...times.values()].flat(), 0.5, 0.95, 0.99);
    return [{ what: 'A search of a million people', figures: `${all}; ${each.join('; ')}`, how }];
  },
};

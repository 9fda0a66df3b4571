// Tens of thousands of people with roles, addresses, units, invitations and dates, written straight to the database.
import { sql } from 'drizzle-orm';
import type { Database } from '../../src/server/database/database.ts';
import type { BenchOrganization } from './bench-organization.ts';

const givenNames = [
  'Ada',
  'Bela',
  'Cleo',
  'Dora',
  'Emil',
  'Freya',
  'Gus',
  'Hana',
  'Ivo',
  'Jana',
  'Kofi',
  'Lena',
];
const familyNames = [
  'Abel',
  'Berg',
  'Costa',
  'Dale',
  'Eriksen',
  'Frost',
  'Gomez',
  'Hale',
  'Ito',
  'Jung',
  'Kral',
];

const list = (names: readonly string[]) => sql.raw(`array[${names.map((name) => `'${name}'`).join(', ')}]`);

/**
 * One in ten was invited and has not answered, one in twenty is suspended, half stand in one of 40 units. Revisions and
 * audit events are left out.
 */
export async function fillManyPeople(
  database: Database,
  { id }: BenchOrganization,
  count: number,
): Promise<void> {
  await database.inOrganization(id, async (tx) => {
    await tx.execute(sql`insert into units (id, organization_id, name, name_folded)
      select gen_random_uuid(), ${id}, 'Unit ' || n, 'unit ' || n from generate_series(1, 40) n`);
    await tx.execute(sql`insert into users (id, organization_id, role_id, username, username_folded, first_name, last_name,
        email, email_folded, password_hash, state, revision, created_at, last_sign_in_at)
      select gen_random_uuid(), ${id},
        (select array_agg(id order by name_folded) from roles where built_in <> 'owner')[1 + n % 5],
        'user-' || n, 'user-' || n,
        (${list(givenNames)})[1 + (n * 7) % ${givenNames.length}],
        (${list(familyNames)})[1 + (n * 5) % ${familyNames.length}] || ' ' || n,
        'person-' || n || '@bench.example', 'person-' || n || '@bench.example',
        case when n % 10 = 0 then null else 'none' end,
        case when n % 20 = 7 then 'suspended' else 'active' end, 1,
        now() - n * interval '1 minute',
        case when n % 3 = 0 then null else now() - (n * 31 % 100000) * interval '1 minute' end
      from generate_series(1, ${count}) n`);
    await tx.execute(sql`insert into user_units (organization_id, user_id, unit_id)
      select organization_id, id, (select array_agg(id order by name_folded) from units)[1 + revision * 0 + length(username) % 40]
      from users where username like '%2' or username like '%4' or username like '%6' or username like '%8' or username like '%0'`);
    await tx.execute(sql`insert into one_time_links (id, organization_id, user_id, kind, secret_hash, email, created_at, expires_at)
      select gen_random_uuid(), organization_id, id, 'invitation', '\\x00', email, now(), now() + interval '72 hours'
      from users where password_hash is null`);
  });
  // As the server's own autovacuum would, sooner or later.
  await database.pool.query('VACUUM ANALYZE users');
  await database.pool.query('ANALYZE one_time_links');
  await database.pool.query('ANALYZE user_units');
}

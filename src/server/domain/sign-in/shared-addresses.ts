// In how many organizations one email address is used at most on this server, as which every sign-in has to look.
import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Database, Queries } from '../../database/database.ts';
import { users } from '../../database/schema.ts';
import { foldAddress } from '../access/fold-address.ts';
import { ProblemError } from '../access/problem-error.ts';

/**
 * A sign-in looks at so many accounts of one address that have a password: first at those whose user has shown that the
 * address is theirs, then at those with a password that was mailed there, the oldest first. So nobody is shut out by organizations that add an address which isn't theirs.
 */
export const accountsMost = 8;

/** Of users: the user opened a link, or used a password, that was mailed to the address that they have now. */
export const isAddressProven = sql`coalesce(${users.provenEmail} = ${users.emailFolded}, false)`;

/** Of users: only whoever reads the mailbox can know the password of now. */
const isPasswordMailed = sql`coalesce(${users.passwordMailedTo} = ${users.emailFolded}, false)`;

/** Whose password is compared first, of the accounts of one address. */
export const signInOrder = [
  sql`${isAddressProven} desc`,
  sql`${isPasswordMailed} desc`,
  users.createdAt,
  users.id,
];

/** What a sign-in with the password of now proves of the address. */
export const provenBySignIn = sql`case when ${isPasswordMailed} then ${users.emailFolded} else ${users.provenEmail} end`;

const keptMs = 60_000;
const kept = new WeakMap<Database, { at: number; counted: Promise<number>; seen: number }>();

async function countMostShared(database: Database): Promise<number> {
  const { rows } = await database.lookUp.execute<{ most: number }>(sql`
    select coalesce(max(shared), 1)::int as most from (
      select count(*) as shared from users where email_folded is not null and password_hash is not null group by email_folded) addresses`);
  return rows[0]?.most ?? 1;
}

/**
 * How many comparisons of passwords every sign-in looks like, so that its time doesn't tell in how many organizations an
 * address is known: as many as the address has that is shared most. Counted once a minute, however many sign in just then.
 * @param found how many accounts the address of this sign-in has
 */
export async function countComparisons(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  found: number,
): Promise<number> {
  const now = clock().getTime();
  let known = kept.get(database);
  if (!known || Math.abs(now - known.at) > keptMs) {
    // What can't be counted in time counts as the most there may be: longer, and telling nothing.
    known = { at: now, counted: countMostShared(database).catch(() => accountsMost), seen: 1 };
    kept.set(database, known);
  }
  const counted = await known.counted;
  known.seen = Math.max(known.seen, found);
  return Math.min(accountsMost, Math.max(known.seen, counted));
}

/**
 * Stands before an address gets one more account that it can sign in to; accounts count whose user has shown that the
 * address is theirs.
 * @param reach sees all organizations
 * @throws ProblemError `validation_failed` for an address that a sign-in could no longer tell apart
 */
export async function requireRoom(reach: Queries, email: string): Promise<void> {
  const ofAddress = and(
    eq(users.emailFolded, foldAddress(email)),
    isNotNull(users.passwordHash),
    isAddressProven,
  );
  if ((await reach.$count(users, ofAddress)) < accountsMost) return;
  throw new ProblemError(
    'validation_failed',
    `This email address has accounts in ${accountsMost} organizations, the most it can have. Use another address for this one.`,
  );
}

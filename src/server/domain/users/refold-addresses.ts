// Brings the folded forms of stored addresses up to date, which an older version or backup made with a smaller table.
import { and, eq, isNotNull, or, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { isTaken } from '../../database/database.ts';
import { users } from '../../database/schema.ts';
import { foldAddress } from '../access/fold-address.ts';

/** Only these can fold to something else than their small letters. */
const isUnusual = or(sql`${users.email} ~ '[^ -~]'`, sql`${users.email} ilike '%xn--%'`);

/**
 * Folds anew what differs. Where two users of an organization turn out to have look-alike addresses, both keep theirs,
 * and the log names the one whose fold stays as it was: that user can't sign in by it until one of the two is changed.
 * @returns how many were folded anew
 */
export async function refoldAddresses({ database, log }: Pick<Context, 'database' | 'log'>): Promise<number> {
  const rows = await database.lookUp
    .select({ id: users.id, email: users.email, emailFolded: users.emailFolded })
    .from(users)
    .where(and(isNotNull(users.email), isUnusual));
  let count = 0;
  for (const { id, email, emailFolded } of rows) {
    const folded = email && foldAddress(email);
    if (folded === emailFolded) continue;
    try {
      await database.acrossOrganizations((tx) =>
        tx
          .update(users)
          .set({
            emailFolded: folded,
            provenEmail: sql`case when ${users.provenEmail} = ${users.emailFolded} then ${folded} else ${users.provenEmail} end`,
          })
          .where(eq(users.id, id)),
      );
      count += 1;
    } catch (error) {
      if (!isTaken(error, 'users_email')) throw error;
      log.warn({ userId: id }, 'two people have email addresses that look alike; change one of them');
    }
  }
  return count;
}

// Brings the folded forms of stored addresses and usernames up to date, which an older version or backup made otherwise.
import { and, eq, isNotNull, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { isTaken } from '../../database/database.ts';
import { users } from '../../database/schema.ts';
import { foldAddress } from '../access/fold-address.ts';
import { foldUsername } from '../access/look-alikes.ts';

/** Only these addresses can fold to something else than their small letters. */
const isUnusual = or(sql`${users.email} ~ '[^ -~]'`, sql`${users.email} ilike '%xn--%'`);

type Refold = {
  userId: string;
  values: { emailFolded?: string | null; provenEmail?: SQL; usernameFolded?: string };
};

async function findAddresses({ database }: Pick<Context, 'database'>): Promise<Refold[]> {
  const rows = await database.lookUp
    .select({ id: users.id, email: users.email, emailFolded: users.emailFolded })
    .from(users)
    .where(and(isNotNull(users.email), isUnusual));
  return rows.flatMap(({ id: userId, email, emailFolded }) => {
    const folded = email && foldAddress(email);
    if (folded === emailFolded) return [];
    const provenEmail = sql`case when ${users.provenEmail} = ${users.emailFolded} then ${folded} else ${users.provenEmail} end`;
    return { userId, values: { emailFolded: folded, provenEmail } };
  });
}

async function findUsernames({ database }: Pick<Context, 'database'>): Promise<Refold[]> {
  const rows = await database.lookUp
    .select({ id: users.id, username: users.username, usernameFolded: users.usernameFolded })
    .from(users)
    .where(and(ne(users.state, 'deleted'), sql`${users.username} ~ '[^ -~]'`));
  return rows.flatMap(({ id: userId, username, usernameFolded }) => {
    const folded = foldUsername(username);
    return folded === usernameFolded ? [] : { userId, values: { usernameFolded: folded } };
  });
}

const troubles = [
  ['users_email', 'two users have email addresses that look alike; change one of them'],
  ['users_username', 'two users have usernames that look alike; change one of them'],
] as const;

/**
 * Folds anew what differs. Where two users of an organization turn out to have look-alike addresses or usernames, both
 * keep theirs, and the log names the one whose fold stays as it was: that user can't sign in by such an address until one
 * of the two is changed.
 * @returns how many were folded anew
 */
export async function refoldAddresses(context: Pick<Context, 'database' | 'log'>): Promise<number> {
  let count = 0;
  for (const { userId, values } of [...(await findAddresses(context)), ...(await findUsernames(context))]) {
    try {
      await context.database.acrossOrganizations((tx) =>
        tx.update(users).set(values).where(eq(users.id, userId)),
      );
      count += 1;
    } catch (error) {
      const [, trouble] = troubles.find(([constraint]) => isTaken(error, constraint)) ?? [];
      if (!trouble) throw error;
      context.log.warn({ userId }, trouble);
    }
  }
  return count;
}

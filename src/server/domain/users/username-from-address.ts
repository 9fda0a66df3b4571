// A username out of an email address, for users who are added without one.
import { and, inArray, ne } from 'drizzle-orm';
import { usernameSchema } from '../../../contract/fields.ts';
import type { Queries } from '../../database/database.ts';
import { users } from '../../database/schema.ts';
import { foldUsername } from '../access/look-alikes.ts';

/** What stands before the @, without a "+tag"; short enough for a number behind it. */
function readLocalPart(email: string): string {
  const [local = ''] = email.slice(0, email.lastIndexOf('@')).split('+');
  const parsed = usernameSchema.safeParse([...local].slice(0, 56).join(''));
  return parsed.success ? parsed.data : 'user';
}

const batch = 50;

/**
 * Finds a username that nobody in the organization has: "anna", "anna2", "anna3" …
 * Runs in a transaction that holds the organization, so that no other takes it meanwhile.
 */
export async function findUsername(tx: Queries, email: string): Promise<string> {
  const base = readLocalPart(email);
  for (let from = 1; ; from += batch) {
    const names = Array.from({ length: batch }, (_, at) => (from + at === 1 ? base : `${base}${from + at}`));
    const taken = await tx
      .select({ name: users.usernameFolded })
      .from(users)
      .where(and(inArray(users.usernameFolded, names.map(foldUsername)), ne(users.state, 'deleted')));
    const found = new Set(taken.map(({ name }) => name));
    const free = names.find((name) => !found.has(foldUsername(name)));
    if (free !== undefined) return free;
  }
}

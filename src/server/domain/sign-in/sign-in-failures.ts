// What is noted of a sign-in with a wrong address or password: in the trails of those whose users it concerns, and in no other.
import { sql } from 'drizzle-orm';
import type { Queries } from '../../database/database.ts';
import { organizations, type users } from '../../database/schema.ts';
import type { Ask } from '../access/act.ts';
import { type NewAuditEvent, recordAuditEvents } from '../access/audit.ts';
import { displayName } from '../access/display-name.ts';

/** Does all that noting would do, and notes nothing. */
async function rehearse(tx: Queries, events: readonly NewAuditEvent[]): Promise<void> {
  await tx.execute(sql`savepoint rehearsal`);
  await recordAuditEvents(tx, events);
  // The trigger that seals events would run at the commit, which these don't reach.
  await tx.execute(sql`set constraints all immediate`);
  await tx.execute(sql`rollback to savepoint rehearsal`);
}

/**
 * Notes a failed sign-in wherever the address is known. One that nobody has costs the same transaction, so that the time
 * tells nothing; it is noted only where the server has one organization, since in the trail of one among several it would
 * tell who stands in the others.
 * @param people those who have the address
 */
export async function recordSignInFailure(
  { context: { database, clock }, origin }: Ask,
  people: readonly (typeof users.$inferSelect)[],
): Promise<void> {
  const [first, second] = await database.lookUp
    .select({ id: organizations.id })
    .from(organizations)
    .orderBy(organizations.createdAt)
    .limit(2);
  if (!first) return;
  const about = { at: clock(), action: 'account.sign-in-failed', address: origin.address } as const;
  const known = people.map((user) => ({
    ...about,
    organizationId: user.organizationId,
    subjectId: user.id,
    // Not the address: the trail outlives it.
    subject: displayName(user),
    detail: { addressKnown: true },
  }));
  const unknown = { ...about, organizationId: first.id, detail: { addressKnown: false } };
  // Lanes of several organizations are locked in one order by everybody.
  const inOrder = known.toSorted((a, b) => a.organizationId.localeCompare(b.organizationId));
  await database.acrossOrganizations((tx) => {
    if (inOrder.length > 0) return recordAuditEvents(tx, inOrder);
    return second ? rehearse(tx, [unknown]) : recordAuditEvents(tx, [unknown]);
  }, 'sign-ins');
}

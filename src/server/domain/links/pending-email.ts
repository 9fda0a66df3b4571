// The change of a user's email address that waits for its link: found, and ended.
import { and, desc, eq, gt, inArray } from 'drizzle-orm';
import type { Queries } from '../../database/database.ts';
import { mails, oneTimeLinks } from '../../database/schema.ts';
import { isOpenLink } from './one-time-links.ts';

export type PendingEmail = { linkId: string; email: string; expiresAt: Date };

/** The change of address that a user may still confirm; `null` when there is none. */
export async function findPendingEmail(tx: Queries, userId: string, now: Date): Promise<PendingEmail | null> {
  const [link] = await tx
    .select({ linkId: oneTimeLinks.id, email: oneTimeLinks.email, expiresAt: oneTimeLinks.expiresAt })
    .from(oneTimeLinks)
    .where(
      and(
        eq(oneTimeLinks.userId, userId),
        eq(oneTimeLinks.kind, 'email-change'),
        isOpenLink,
        gt(oneTimeLinks.expiresAt, now),
      ),
    )
    .orderBy(desc(oneTimeLinks.createdAt))
    .limit(1);
  return link ?? null;
}

/** Ends a change that has not taken effect, with the way to stop it and mails that did not leave yet. @returns whether there was one */
export async function voidPendingEmail(tx: Queries, userId: string, now: Date): Promise<boolean> {
  const open = and(eq(oneTimeLinks.userId, userId), isOpenLink);
  const changes = await tx
    .update(oneTimeLinks)
    .set({ voidedAt: now })
    .where(and(open, eq(oneTimeLinks.kind, 'email-change')))
    .returning({ id: oneTimeLinks.id });
  if (changes.length === 0) return false;
  const changeIds = changes.map(({ id }) => id);
  const stops = await tx
    .update(oneTimeLinks)
    .set({ voidedAt: now })
    .where(and(open, inArray(oneTimeLinks.stopsLinkId, changeIds)))
    .returning({ id: oneTimeLinks.id });
  await tx
    .update(mails)
    .set({ state: 'cancelled', sealed: null })
    .where(
      and(
        eq(mails.userId, userId),
        inArray(mails.linkId, [...changeIds, ...stops.map(({ id }) => id)]),
        inArray(mails.state, ['waiting', 'failed']),
      ),
    );
  return true;
}

// Ending the one-time links of a user together with the mails that still wait to bring them.
import { and, eq, inArray } from 'drizzle-orm';
import type { Queries } from '../../database/database.ts';
import type { LinkKind } from '../../database/schema/links.ts';
import { mails } from '../../database/schema.ts';
import type { MailKind } from '../../mail/mail-content.ts';
import { voidLinks } from './one-time-links.ts';

const carriers: Readonly<Record<LinkKind, MailKind>> = {
  invitation: 'invitation',
  'password-reset': 'password-reset',
  'email-change': 'email-change',
  'email-change-stop': 'email-change-notice',
};

/** Takes back mails to a user that did not leave yet. */
export async function cancelMails(tx: Queries, userId: string, kinds: readonly MailKind[]): Promise<void> {
  await tx
    .update(mails)
    .set({ state: 'cancelled', sealed: null })
    .where(
      and(
        eq(mails.userId, userId),
        inArray(mails.state, ['waiting', 'failed']),
        inArray(mails.kind, [...kinds]),
      ),
    );
}

/** Ends the open links of these kinds, in the transaction that takes away what they stand for. */
export async function endLinks(
  tx: Queries,
  userId: string,
  kinds: readonly LinkKind[],
  now: Date,
): Promise<void> {
  for (const kind of kinds) await voidLinks(tx, userId, kind, now);
  await cancelMails(
    tx,
    userId,
    kinds.map((kind) => carriers[kind]),
  );
}

// The mail that tells an address of its change, or that the change was undone.
import type { Context } from '../../context.ts';
import type { Queries } from '../../database/database.ts';
import { queueMail } from '../../mail/queue-mail.ts';
import type { MailPerson } from './person-of-link.ts';

/** Tells an address of the change, or that it was undone. */
export async function mailAddressChange(
  context: Context,
  tx: Queries,
  { user, greeting, language }: MailPerson,
  recipient: string,
  news: { kind: 'email-changed' | 'email-change-undone'; oldEmail: string; newEmail: string; byAdmin?: true },
): Promise<void> {
  await queueMail(context, tx, {
    organizationId: user.organizationId,
    userId: user.id,
    recipient,
    language,
    content: { ...greeting, ...news },
  });
}

// Mailing a password that the system made, in the transaction that stores its hash.
import type { Context } from '../../context.ts';
import type { Queries } from '../../database/database.ts';
import type { users } from '../../database/schema.ts';
import { queueMail } from '../../mail/queue-mail.ts';
import { readOrganization } from '../access/organization-row.ts';
import { displayName } from '../access/signed-in.ts';

/** Mails a password, which waits sealed until it is sent, to the person’s stored address. */
export async function sendOneTimePassword(
  context: Context,
  tx: Queries,
  user: typeof users.$inferSelect,
  password: string,
): Promise<void> {
  const { id: userId, organizationId, email } = user;
  if (email === null) throw new TypeError('a password by mail needs an address');
  const organization = await readOrganization(tx, organizationId);
  await queueMail(context, tx, {
    organizationId,
    userId,
    recipient: email,
    language: user.language ?? organization.language,
    content: {
      kind: 'one-time-password',
      organizationName: organization.name,
      personName: displayName(user),
      password,
      hours: organization.generatedPasswordHours,
      signInLink: `${context.publicUrl}/sign-in`,
    },
  });
}

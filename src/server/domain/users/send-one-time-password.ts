// Mailing a password that the system made, in the transaction that stores its hash.
import type { Context } from '../../context.ts';
import type { Queries } from '../../database/database.ts';
import type { users } from '../../database/schema.ts';
import type { EndedPasskeys } from '../../mail/mail-content.ts';
import { tellPerson } from '../../mail/tell-person.ts';
import { readOrganization } from '../access/organization-row.ts';

/** Mails a password, which waits sealed until it is sent, to the user’s stored address. */
export async function sendOneTimePassword(
  context: Context,
  tx: Queries,
  user: typeof users.$inferSelect,
  password: string,
  ended: EndedPasskeys = {},
): Promise<void> {
  if (user.email === null) throw new TypeError('a password by mail needs an address');
  const organization = await readOrganization(tx, user.organizationId);
  await tellPerson(context, tx, { user, organization }, user.email, {
    kind: 'one-time-password',
    password,
    hours: organization.generatedPasswordHours,
    signInLink: `${context.publicUrl}/sign-in`,
    ...ended,
  });
}

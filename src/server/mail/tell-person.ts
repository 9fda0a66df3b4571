// The one way to tell a user something by mail: greeted by name, in their language, for their organization.
import type { Context } from '../context.ts';
import type { Queries } from '../database/database.ts';
import type { organizations, users } from '../database/schema.ts';
import { displayName } from '../domain/access/display-name.ts';
import type { MailContent, MailGreeting } from './mail-content.ts';
import { queueMail } from './queue-mail.ts';

/** A user, with what a mail to them needs of their organization. */
export type MailPerson = {
  user: typeof users.$inferSelect;
  organization: Pick<typeof organizations.$inferSelect, 'name' | 'language'>;
};

type WithoutGreeting<Content> = Content extends MailContent ? Omit<Content, keyof MailGreeting> : never;

/**
 * Puts a mail to a user on its way, in the transaction of what it tells.
 * @param recipient their address as it is stored, or the one that they had
 * @param linkId the one-time link that it carries
 * @throws ProblemError `mails_spent`
 */
export async function tellPerson(
  context: Pick<Context, 'env' | 'keys' | 'jobs' | 'clock'>,
  tx: Queries,
  { user, organization }: MailPerson,
  recipient: string,
  news: WithoutGreeting<MailContent>,
  linkId?: string,
): Promise<void> {
  await queueMail(context, tx, {
    organizationId: user.organizationId,
    userId: user.id,
    recipient,
    language: user.language ?? organization.language,
    ...(linkId ? { linkId } : {}),
    content: { organizationName: organization.name, personName: displayName(user), ...news },
  });
}

// A good request for the endpoint of mails that could not be delivered.
import { eq } from 'drizzle-orm';
import { mails } from '../../../src/server/database/schema.ts';
import { queueMail } from '../../../src/server/mail/queue-mail.ts';
import type { AccessWorld } from './access-world.ts';
import type { RawInput } from './api-client.ts';

/** Has a mail to the owner sent again that failed for good. */
export async function retryMailRequest({ server, owner }: AccessWorld): Promise<RawInput> {
  const { context } = server;
  const { organization, user } = owner.session;
  const mailId = await context.database.inOrganization(organization.id, async (tx) => {
    const id = await queueMail(context, tx, {
      organizationId: organization.id,
      userId: user.id,
      recipient: 'gone@northgate.example',
      language: 'en',
      content: { kind: 'password-was-reset', organizationName: organization.name, personName: user.name },
    });
    await tx.update(mails).set({ state: 'failed', failure: 'It was refused.' }).where(eq(mails.id, id));
    return id;
  });
  return { params: { mailId } };
}

// Mails that a test queues itself, and what became of them.
import { eq } from 'drizzle-orm';
import { vi } from 'vitest';
import { mails } from '../../../src/server/database/schema.ts';
import { queueMail } from '../../../src/server/mail/queue-mail.ts';
import type { Member } from './test-organization.ts';
import type { TestServer } from './test-server.ts';

type Sender = { server: Pick<TestServer, 'context'>; owner: Pick<Member, 'session'> };

/** How soon tests have failed jobs tried again. */
export const quickPace = {
  jobs: { retryDelay: 1, retryDelayMax: 1, lookInterval: 1 },
  smtp: { greeting: 1000, answer: 1500, whole: 4000 },
};

/** Queues a mail to the owner at another address. @returns its id */
export function queueTo({ server, owner }: Sender, recipient: string, linkId?: string): Promise<string> {
  const { organization, user } = owner.session;
  return server.context.database.inOrganization(organization.id, (tx) =>
    queueMail(server.context, tx, {
      organizationId: organization.id,
      userId: user.id,
      recipient,
      language: 'en',
      ...(linkId ? { linkId } : {}),
      content: { kind: 'password-was-reset', organizationName: organization.name, personName: user.name },
    }),
  );
}

export type StoredMail = typeof mails.$inferSelect;

/** What the database holds of a mail. */
export async function readStoredMail({ context }: Sender['server'], id: string): Promise<StoredMail> {
  const [mail] = await context.database.lookUp.select().from(mails).where(eq(mails.id, id));
  if (!mail) throw new Error('this mail is not there');
  return mail;
}

/** Waits until a mail is in a state, and, where it is told, for a reason. */
export function waitForState(
  server: Sender['server'],
  id: string,
  state: StoredMail['state'],
  failure: string | null = null,
): Promise<StoredMail> {
  return vi.waitFor(
    async () => {
      const mail = await readStoredMail(server, id);
      if (mail.state === state && (failure === null || mail.failure === failure)) return mail;
      throw new Error(`the mail is ${mail.state}: ${mail.failure}`);
    },
    { timeout: 20_000, interval: 50 },
  );
}

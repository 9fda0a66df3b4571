// Puts a mail on its way, in the transaction that causes it: it is sent if, and only if, that commits.
import { randomUUID } from 'node:crypto';
import type { Language } from '../../contract/languages.ts';
import type { Context } from '../context.ts';
import { seal } from '../crypto/sealed.ts';
import type { Queries } from '../database/database.ts';
import { mails } from '../database/schema.ts';
import { countMail } from './mail-budget.ts';
import type { MailContent } from './mail-content.ts';

export type NewMail = {
  organizationId: string | null;
  userId: string | null;
  /** The address as it is stored, never as somebody typed it. */
  recipient: string;
  language: Language;
  /** The one-time link that it carries. */
  linkId?: string;
  content: MailContent;
};

/** What the sealed content of a mail is bound to. */
export const mailSealContext = (mailId: string) => `mail ${mailId}`;

/** @returns the id of the mail @throws ProblemError `mails_spent` */
export async function queueMail(
  context: Pick<Context, 'env' | 'keys' | 'jobs' | 'clock'>,
  tx: Queries,
  { content, linkId, ...mail }: NewMail,
): Promise<string> {
  const { keys, jobs, clock } = context;
  await countMail(context, tx, mail.organizationId, content);
  const id = randomUUID();
  const sealed = seal(keys.momentary, Buffer.from(JSON.stringify(content)), mailSealContext(id));
  await tx.insert(mails).values({
    id,
    ...mail,
    kind: content.kind,
    linkId: linkId ?? null,
    sealed,
    state: 'waiting',
    createdAt: clock(),
  });
  await jobs.enqueue(tx, 'send-mail', { mailId: id });
  return id;
}

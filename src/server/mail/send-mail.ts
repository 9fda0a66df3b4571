// Sends one mail: at most once, whatever fails, and however many processes look at it.
import { and, eq, inArray } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { open } from '../crypto/sealed.ts';
import type { Queries } from '../database/database.ts';
import { mails, oneTimeLinks, users } from '../database/schema.ts';
import { recordAuditEvent } from '../domain/access/audit.ts';
import { displayName } from '../domain/access/display-name.ts';
import { composeMail } from './compose-mail.ts';
import { type MailContent, readMailContent } from './mail-content.ts';
import { DeliveryFailure, unknownEnd } from './mail-transport.ts';
import { mailSealContext } from './queue-mail.ts';
import { renderMail } from './render-mail.ts';
import { senderAddress } from './sender-address.ts';

type Mail = typeof mails.$inferSelect;

type SendContext = Pick<
  Context,
  'env' | 'publicUrl' | 'database' | 'keys' | 'clock' | 'mailTransport' | 'log'
>;

/** Longer than any hand-over takes: who sends for so long was ended meanwhile. */
export const sendingMost = 5 * 60_000;

/** How often a mail is tried before it counts as failed; with the pauses of the queue that is about a day. */
export const triesMost = 60;

/** Whether the mail still stands for something: its link works, its user is there. A link that only ran out of time is `late`. */
async function judge(tx: Queries, mail: Mail, now: Date): Promise<'wanted' | 'late' | 'over'> {
  const [user] = mail.userId
    ? await tx.select({ state: users.state }).from(users).where(eq(users.id, mail.userId))
    : [];
  if (mail.userId && (!user || user.state === 'deleted')) return 'over';
  if (!mail.linkId) return 'wanted';
  const [link] = await tx.select().from(oneTimeLinks).where(eq(oneTimeLinks.id, mail.linkId));
  if (!link || link.usedAt || link.voidedAt) return 'over';
  return link.expiresAt > now ? 'wanted' : 'late';
}

/** Writes down that a mail will no longer arrive by itself. */
async function recordFailure(tx: Queries, mail: Mail, failure: string, now: Date): Promise<void> {
  if (!mail.organizationId) return;
  const [user] = mail.userId ? await tx.select().from(users).where(eq(users.id, mail.userId)) : [];
  await recordAuditEvent(tx, {
    organizationId: mail.organizationId,
    at: now,
    action: 'mail.failed',
    subjectId: mail.userId,
    subject: user ? displayName(user) : null,
    detail: { mail: mail.kind, failure },
  });
}

/**
 * Takes a waiting mail for this process alone. A mail that somebody took and never finished is failed instead: it may
 * have been handed over just before they were ended.
 * @returns `null` when there is nothing to send
 * @throws while somebody else sends it
 */
async function takeMail({ database, clock }: SendContext, mailId: string): Promise<Mail | null> {
  const now = clock();
  return database.acrossOrganizations(async (tx) => {
    const [mail] = await tx.select().from(mails).where(eq(mails.id, mailId)).for('update');
    if (!mail) return null;
    const set = (values: Partial<Mail>) => tx.update(mails).set(values).where(eq(mails.id, mailId));
    if (mail.state === 'sending') {
      if (mail.sendingSince && now.getTime() - mail.sendingSince.getTime() < sendingMost) {
        throw new Error('somebody else is sending this mail');
      }
      await set({ state: 'failed', failure: unknownEnd, sendingSince: null });
      await recordFailure(tx, mail, unknownEnd, now);
      return null;
    }
    if (mail.state !== 'waiting') return null;
    const judged = mail.sealed ? await judge(tx, mail, now) : 'over';
    if (judged === 'late' && mail.failure !== null) {
      // Somebody waits for it, and those who saw it among the undelivered ones need to hear that it is up to them now.
      await set({ state: 'failed' });
      await recordFailure(tx, mail, mail.failure, now);
      return null;
    }
    if (judged !== 'wanted') {
      await set({ state: 'cancelled', sealed: null });
      return null;
    }
    const attempts = mail.attempts + 1;
    await set({ state: 'sending', attempts, sendingSince: now });
    return { ...mail, attempts };
  }, 'mails');
}

/** Writes the end of a try down, unless the mail has gone another way since it was taken. */
async function settleMail(
  { database }: SendContext,
  { id, attempts }: Mail,
  end: Partial<Mail>,
  also: (tx: Queries) => Promise<void> = async () => undefined,
): Promise<void> {
  await database.acrossOrganizations(async (tx) => {
    const settled = await tx
      .update(mails)
      .set({ sendingSince: null, ...end })
      .where(
        and(
          eq(mails.id, id),
          eq(mails.attempts, attempts),
          // Known to have been sent is true whatever somebody else made of the silence.
          end.state === 'sent'
            ? inArray(mails.state, ['sending', 'failed', 'waiting'])
            : eq(mails.state, 'sending'),
        ),
      )
      .returning({ id: mails.id });
    if (settled.length > 0) await also(tx);
  }, 'mails');
}

/** Writes a mail out and hands it over. @throws DeliveryFailure */
export async function handMail(
  context: SendContext,
  mail: Pick<Mail, 'id' | 'organizationId' | 'recipient' | 'language'>,
  content: MailContent,
): Promise<void> {
  const message = await composeMail(
    {
      id: mail.id,
      sender: senderAddress(context),
      // Whoever asks for a new organization must not choose under which name this server writes.
      senderName: mail.organizationId ? content.organizationName : 'Floorkey',
      recipient: mail.recipient,
      date: context.clock(),
    },
    renderMail(content, mail.language),
  );
  await context.mailTransport.deliver(message);
}

/** Why a mail was not handed over, for a person. */
export const sayDeliveryFailure = (error: unknown): string =>
  error instanceof DeliveryFailure ? error.message : 'The email could not be written.';

/**
 * Sends a mail that waits. It is marked as being sent before anything leaves, so a crash can cost a mail and never
 * doubles one.
 * @param tries how often its job was tried before
 * @throws when the job is to be tried again
 */
export async function sendMail(context: SendContext, mailId: string, tries: number): Promise<void> {
  const mail = await takeMail(context, mailId);
  if (!mail?.sealed) return;
  try {
    const stored = open(context.keys.momentary, mail.sealed, mailSealContext(mail.id)).toString();
    await handMail(context, mail, readMailContent(stored));
  } catch (error) {
    const failure = error instanceof DeliveryFailure ? error : null;
    const reason = sayDeliveryFailure(error);
    const again = failure?.kind === 'later' && tries < triesMost;
    context.log.warn({ err: failure?.cause ?? error, mailId, again }, reason);
    await settleMail(
      context,
      mail,
      { state: again ? 'waiting' : 'failed', failure: reason },
      again ? undefined : (tx) => recordFailure(tx, mail, reason, context.clock()),
    );
    if (again) throw new Error(reason);
    return;
  }
  await settleMail(context, mail, { state: 'sent', sealed: null, failure: null, sentAt: context.clock() });
}

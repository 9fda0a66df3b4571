// Mails that could not be delivered: the list for those who manage users, and sending one again.
import { and, count, desc, eq, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { UndeliveredMail } from '../../contract/endpoints/mails.ts';
import type { Queries } from '../database/database.ts';
import { mails, oneTimeLinks, users } from '../database/schema.ts';
import { type Act, aboutUser, record } from '../domain/access/act.ts';
import { displayName } from '../domain/access/display-name.ts';
import { ProblemError } from '../domain/access/problem-error.ts';
import type { SignedIn } from '../domain/access/signed-in.ts';
import { findUnitScope } from '../domain/access/unit-scope.ts';
import { isPersonVisible } from '../domain/access/user-scope.ts';

const shownMost = 200;

type MailRow = typeof mails.$inferSelect;
type LinkRow = typeof oneTimeLinks.$inferSelect;

const newer = alias(mails, 'newer');

// One that Floorkey still tries counts from its first failure on.
const isUndelivered = or(
  eq(mails.state, 'failed'),
  and(eq(mails.state, 'waiting'), isNotNull(mails.failure)),
);

// What a newer mail of its kind, or the use of its link, has made good needs nobody any more.
const isStillMissed = and(
  sql`not exists (select 1 from ${mails} ${newer} where ${newer.userId} = ${mails.userId}
    and ${newer.kind} = ${mails.kind} and ${newer.recipient} = ${mails.recipient} and ${newer.createdAt} > ${mails.createdAt})`,
  isNull(oneTimeLinks.usedAt),
  isNull(oneTimeLinks.voidedAt),
);

/** Finds mails with whom they concern, where the one who asks may see that user. */
async function findMails(tx: Queries, signedIn: SignedIn, wanted: ReturnType<typeof and>) {
  const scope = await findUnitScope(tx, signedIn.user.id);
  const visible = and(wanted, isPersonVisible(signedIn, scope));
  const rows = await tx
    .select({ mail: mails, user: users, link: oneTimeLinks })
    .from(mails)
    .innerJoin(users, eq(users.id, mails.userId))
    .leftJoin(oneTimeLinks, eq(oneTimeLinks.id, mails.linkId))
    .where(visible)
    .orderBy(desc(mails.createdAt), desc(mails.id))
    .limit(shownMost);
  const [counted] = await tx
    .select({ total: count() })
    .from(mails)
    .innerJoin(users, eq(users.id, mails.userId))
    .leftJoin(oneTimeLinks, eq(oneTimeLinks.id, mails.linkId))
    .where(visible);
  return { rows, total: counted?.total ?? 0 };
}

/** Why a mail can't be sent again; `null` when it can. */
function findObstacle(mail: MailRow, link: LinkRow | null, now: Date): ProblemError | null {
  const again =
    mail.kind === 'invitation'
      ? 'Send a new invitation instead.'
      : 'Have what it was about done again; that sends a new one.';
  if (mail.sealed === null || (mail.linkId && !link) || link?.usedAt || link?.voidedAt) {
    return new ProblemError('link_invalid', `This email can’t be sent again, since it is over. ${again}`);
  }
  if (link && link.expiresAt <= now) {
    return new ProblemError('link_expired', `The link in this email has expired. ${again}`);
  }
  return null;
}

/** The mails that did not arrive, to users whom the one who asks may see. */
export async function listUndeliveredMails({
  context,
  signedIn,
}: Act): Promise<{ mails: UndeliveredMail[]; total: number }> {
  const now = context.clock();
  return context.database.inOrganization(signedIn.organizationId, async (tx) => {
    const { rows, total } = await findMails(tx, signedIn, and(isUndelivered, isStillMissed));
    const described = rows.map(({ mail, user, link }) => ({
      id: mail.id,
      kind: mail.kind,
      recipient: mail.recipient,
      user: { id: user.id, name: displayName(user) },
      failure: mail.failure ?? '',
      trying: mail.state === 'waiting',
      canRetry: findObstacle(mail, link, now) === null,
      createdAt: mail.createdAt.toISOString(),
    }));
    return { mails: described, total };
  });
}

/**
 * Puts a mail that failed on its way once more. Of two calls at once one does it, and the other finds nothing left to do.
 * @throws ProblemError `not_found`, or `link_invalid` or `link_expired` when only a new mail helps
 */
export async function retryMail(act: Act, mailId: string): Promise<void> {
  const { context, signedIn } = act;
  const now = context.clock();
  await context.database.inOrganization(signedIn.organizationId, async (tx) => {
    await tx.select({ id: mails.id }).from(mails).where(eq(mails.id, mailId)).for('update');
    const { rows } = await findMails(tx, signedIn, eq(mails.id, mailId));
    const [found] = rows;
    if (!found) throw new ProblemError('not_found', 'This email is not there. Load the list again.');
    const { mail, user, link } = found;
    const isMissed = mail.state === 'failed' || (mail.state === 'waiting' && mail.failure !== null);
    if (!isMissed) return;
    const obstacle = findObstacle(mail, link, now);
    if (obstacle) throw obstacle;
    await tx.update(mails).set({ state: 'waiting', failure: null }).where(eq(mails.id, mailId));
    await context.jobs.enqueue(tx, 'send-mail', { mailId });
    await record(tx, act, 'mail.retried', {
      ...aboutUser(user),
      detail: { mail: mail.kind },
    });
  });
}

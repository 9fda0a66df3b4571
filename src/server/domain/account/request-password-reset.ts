// "Forgot password?": asked for by anyone, done by a job, so that the answer tells nothing about an address.
import { and, eq } from 'drizzle-orm';
import * as z from 'zod';
import type { Context } from '../../context.ts';
import { open, seal } from '../../crypto/sealed.ts';
import type { Queries } from '../../database/database.ts';
import { users } from '../../database/schema.ts';
import type { EndedPasskeys } from '../../mail/mail-content.ts';
import { type MailPerson, tellPerson } from '../../mail/tell-person.ts';
import { type Ask, aboutUser, record } from '../access/act.ts';
import { foldAddress } from '../access/fold-address.ts';
import { mayComeIn } from '../access/signed-in.ts';
import { cancelMails } from '../links/end-links.ts';
import { findLink, hasOpenLink, makeLink } from '../links/one-time-links.ts';
import { lockPerson } from '../links/person-of-link.ts';
import { sendInvitation } from '../users/send-invitation.ts';

const sealContext = 'request for a new password';
const requestSchema = z.object({ email: z.string(), address: z.nullable(z.string()) });

/**
 * Puts the request on the queue. Whether the address is known is not even looked at, so every one gets the same answer after
 * the same work (OWASP Forgot Password, "Forgot Password Request").
 */
export async function requestPasswordReset(
  { context: { database, jobs, keys }, origin: { address } }: Ask,
  email: string,
): Promise<void> {
  const sealed = seal(keys.momentary, Buffer.from(JSON.stringify({ email, address })), sealContext);
  await database.acrossOrganizations((tx) =>
    jobs.enqueue(tx, 'request-password-reset', { sealed: sealed.toString('base64url') }),
  );
}

/** Asks for a new link to the address of an old one. @throws ProblemError `link_invalid` when there never was such a link */
export async function renewPasswordReset(ask: Ask, code: string): Promise<void> {
  const { email } = await findLink(ask.context, code, 'password-reset');
  await requestPasswordReset(ask, email);
}

/** Makes a link to a new password and mails it to an address of the user. */
export async function mailPasswordReset(
  context: Context,
  tx: Queries,
  person: MailPerson,
  email: string,
  ended: EndedPasskeys = {},
): Promise<void> {
  const { id: userId, organizationId } = person.user;
  await cancelMails(tx, userId, ['password-reset']);
  const target = { organizationId, userId, kind: 'password-reset', email } as const;
  const { linkId, link, expiresAt } = await makeLink(context, tx, target);
  const news = { kind: 'password-reset', link, expiresAt: expiresAt.toISOString(), ...ended } as const;
  await tellPerson(context, tx, person, email, news, linkId);
}

/** Somebody without a password gets their open invitation anew, and nothing where it was cancelled or never sent. */
async function answerPerson(tx: Queries, ask: Ask, person: MailPerson) {
  const { user } = person;
  if (!user.email || !mayComeIn(user)) return;
  if (user.passwordHash === null) {
    if (await hasOpenLink(tx, user.id, 'invitation')) await sendInvitation(tx, ask, user);
    return;
  }
  await mailPasswordReset(ask.context, tx, person, user.email);
  const { organizationId } = user;
  await record(tx, { ...ask, organizationId }, 'account.password-reset-requested', aboutUser(user));
}

/** The job: mails a link to everybody, of whichever organization, who has the address; all of it or, tried again, nothing. */
export async function answerResetRequest(context: Context, sealed: string): Promise<void> {
  const request = open(context.keys.momentary, Buffer.from(sealed, 'base64url'), sealContext);
  const { email, address } = requestSchema.parse(JSON.parse(request.toString()));
  const ask = { context, origin: { address, userAgent: null } };
  await context.database.acrossOrganizations(async (tx) => {
    const found = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.emailFolded, foldAddress(email)), eq(users.state, 'active')))
      .orderBy(users.id);
    for (const { id } of found) {
      const person = await lockPerson(tx, id);
      if (person) await answerPerson(tx, ask, person);
    }
  });
}

// Who is invited in the demo: one with an open link, one whose link has expired, one whose mail did not arrive.
import { randomUUID } from 'node:crypto';
import type { Context } from '../context.ts';
import { seal } from '../crypto/sealed.ts';
import { makeToken } from '../crypto/tokens.ts';
import type { mails, oneTimeLinks } from '../database/schema.ts';
import { displayName } from '../domain/access/signed-in.ts';
import { linkLifetimes } from '../domain/links/one-time-links.ts';
import type { MailContent } from '../mail/mail-content.ts';
import { mailSealContext } from '../mail/queue-mail.ts';
import type { DemoPerson } from './people.ts';
import type { DemoEvent } from './shifts.ts';

const hourMs = 60 * 60_000;
const failure =
  'The mail server refused the address: it is not there, or it takes no mail. Check how it is written. (Answer 550.)';

type Invitation = {
  link: Omit<typeof oneTimeLinks.$inferInsert, 'organizationId'>;
  mail: Omit<typeof mails.$inferInsert, 'organizationId'>;
  events: DemoEvent[];
};
type Inviter = { admin: DemoPerson; organizationName: string };

function invite(
  { keys, publicUrl }: Pick<Context, 'keys' | 'publicUrl'>,
  person: DemoPerson & { email: string; invited: NonNullable<DemoPerson['invited']> },
  { admin, organizationName }: Inviter,
  now: Date,
): Invitation {
  const { id: userId, email } = person;
  const createdAt = new Date(now.getTime() - person.invited.hoursAgo * hourMs);
  const expiresAt = new Date(createdAt.getTime() + linkLifetimes.invitation);
  const { id: linkId, token, secretHash } = makeToken();
  const mailId = randomUUID();
  const content: MailContent = {
    kind: 'invitation',
    organizationName,
    personName: displayName(person),
    inviterName: displayName(admin),
    link: `${publicUrl}/invite#code=${token}`,
    expiresAt: expiresAt.toISOString(),
  };
  const failedAt = new Date(createdAt.getTime() + 4_000);
  const mail = { id: mailId, userId, kind: 'invitation', recipient: email, language: 'en' as const };
  const about = { subjectId: userId, subject: displayName(person) };
  const by = { ...about, at: createdAt, actorId: admin.id, address: '10.20.1.12' };
  const events: DemoEvent[] = [
    { ...by, action: 'user.created', detail: { pin: person.pin !== null, password: false, email: true } },
    { ...by, action: 'user.invited' },
  ];
  const link = { id: linkId, userId, kind: 'invitation' as const, secretHash, email, createdAt, expiresAt };
  if (person.invited.arrived) {
    return {
      link,
      events,
      mail: { ...mail, linkId, state: 'sent', attempts: 1, createdAt, sentAt: failedAt },
    };
  }
  const failed: DemoEvent = {
    ...about,
    at: failedAt,
    action: 'mail.failed',
    detail: { mail: 'invitation', failure },
  };
  const sealed = seal(keys.momentary, Buffer.from(JSON.stringify(content)), mailSealContext(mailId));
  return {
    link,
    events: [...events, failed],
    mail: { ...mail, linkId, state: 'failed', attempts: 1, createdAt, failure, sealed },
  };
}

/** Makes the links and mails of everybody who is invited, and what the trail says of them. */
export function makeInvitations(
  context: Pick<Context, 'keys' | 'publicUrl'>,
  people: readonly DemoPerson[],
  inviter: Inviter,
  now: Date,
): Invitation[] {
  return people.flatMap((person) => {
    const { email, invited } = person;
    return email !== null && invited !== null
      ? [invite(context, { ...person, email, invited }, inviter, now)]
      : [];
  });
}

// A mail to oneself, by which somebody sees whether this server can send any.
import { randomUUID } from 'node:crypto';
import { countMail } from '../../mail/mail-budget.ts';
import { handMail, sayDeliveryFailure } from '../../mail/send-mail.ts';
import { type Act, record } from '../access/act.ts';
import { displayName } from '../access/display-name.ts';
import { readOrganization } from '../access/organization-row.ts';
import { fieldProblem } from '../access/problem-error.ts';

/**
 * Sends it at once, past the queue, so that the answer says what the mail server said. Noted in the trail either way.
 * @throws ProblemError `validation_failed` at `email` for somebody without an address; `mails_spent`
 */
export async function sendTestMail(act: Act): Promise<{ recipient: string; failure: string | null }> {
  const { context, signedIn } = act;
  const { organizationId, user } = signedIn;
  const { email: recipient } = user;
  if (recipient === null) throw fieldProblem('validation_failed', 'email', 'You have no email address.');
  const { content, language } = await context.database.inOrganization(organizationId, async (tx) => {
    const organization = await readOrganization(tx, organizationId);
    const greeting = { organizationName: organization.name, personName: displayName(user) };
    const test = { kind: 'test', ...greeting } as const;
    await countMail(context, tx, organizationId, test);
    return { content: test, language: user.language ?? organization.language };
  });
  const mail = { id: randomUUID(), organizationId, recipient, language };
  const failure = await handMail(context, mail, content).then(() => null, sayDeliveryFailure);
  await context.database.inOrganization(organizationId, (tx) =>
    record(tx, act, 'organization.mail-tested', { detail: { ...(failure ? { failure } : {}) } }),
  );
  return { recipient, failure };
}

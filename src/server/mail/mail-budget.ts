// How many mails one organization can have sent to addresses that nobody has shown to read, so that nobody mails strangers from here.
import type { Context } from '../context.ts';
import type { Queries } from '../database/database.ts';
import { countInDay } from '../domain/access/day-budget.ts';
import { ProblemError } from '../domain/access/problem-error.ts';
import type { MailContent } from './mail-content.ts';

/** Where everybody may create an organization, so many a day. */
export const mailsADayOfAnybody = 100;
/** Where the operator sets organizations up: two of the largest imports. */
const mailsADayOfOurs = 20_000;

/** Those that go to an address whose user has read mail there before, or that answer what a stranger to us asked for. */
const uncounted: ReadonlySet<MailContent['kind']> = new Set([
  'password-reset',
  'password-was-reset',
  'email-change-notice',
  'email-change-undone',
  'passkey-added',
  'passkey-removed',
  'offline-review',
  'sign-up',
]);

/** Whether a mail may go to somebody who never had anything to do with the organization; a new kind does, until it is known better. */
function goesToStranger(content: MailContent): boolean {
  if (content.kind === 'email-changed') return content.byAdmin === true;
  return !uncounted.has(content.kind);
}

/**
 * Counts a mail against its organization's day, in the transaction that causes it: invitations, made passwords and changes
 * of an address, whoever asked for them. Others, such as those that warn users, are not counted and never held up.
 * @throws ProblemError `mails_spent` with the time from which there is room again
 */
export async function countMail(
  { env, clock }: Pick<Context, 'env' | 'clock'>,
  tx: Queries,
  organizationId: string | null,
  content: MailContent,
): Promise<void> {
  if (organizationId === null || !goesToStranger(content)) return;
  const most = env.signUpOpen ? mailsADayOfAnybody : mailsADayOfOurs;
  const { used, until } = await countInDay(tx, `mails/organization:${organizationId}`, 1, clock());
  if (used <= most) return;
  throw new ProblemError(
    'mails_spent',
    `Your organization can send ${most.toLocaleString('en')} emails a day. Try again tomorrow.`,
    { retryAt: until },
  );
}

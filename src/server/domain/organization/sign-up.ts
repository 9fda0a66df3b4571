// Organizations that anybody may create, where the server is open to that: asked for, confirmed by mail, created once.
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { linkMinutes } from '../../../contract/durations.ts';
import type { SignUp } from '../../../contract/endpoints/sign-up.ts';
import type { Language } from '../../../contract/languages.ts';
import type { Context } from '../../context.ts';
import { isSecretOf, makeToken, parseToken } from '../../crypto/tokens.ts';
import type { Queries } from '../../database/database.ts';
import { mails, signUps } from '../../database/schema.ts';
import { requireMailable } from '../../mail/mailable-address.ts';
import { queueMail } from '../../mail/queue-mail.ts';
import type { Ask } from '../access/act.ts';
import { displayName } from '../access/display-name.ts';
import { ProblemError } from '../access/problem-error.ts';
import { askerAt } from '../access/signed-in.ts';
import { linkInvalid, linkUnknown } from '../links/one-time-links.ts';
import { requireUncommonPassword } from '../sign-in/password-rules.ts';
import { requireRoom } from '../sign-in/shared-addresses.ts';
import { createOwnedOrganization } from './new-organization.ts';

const lifetimeMs = linkMinutes['sign-up'] * 60_000;

type Request = SignUp & { language?: Language | undefined };

/** @throws ProblemError `sign_up_closed` */
function requireOpen({ env }: Pick<Context, 'env'>): void {
  if (env.signUpOpen) return;
  throw new ProblemError(
    'sign_up_closed',
    'This server doesn’t accept new organizations. Ask whoever runs it.',
  );
}

/** Forgets what the address asked for before, and takes back its mails: only the newest link works. */
async function forgetEarlier(tx: Queries, email: string): Promise<void> {
  const spelled = email.toLowerCase();
  await tx.delete(signUps).where(eq(sql`lower(${signUps.email})`, spelled));
  await tx
    .update(mails)
    .set({ state: 'cancelled', sealed: null })
    .where(
      and(
        isNull(mails.organizationId),
        inArray(mails.state, ['waiting', 'failed']),
        eq(mails.kind, 'sign-up'),
        eq(sql`lower(${mails.recipient})`, spelled),
      ),
    );
}

/**
 * Mails a link that creates the organization. Whether anybody has the address is not even looked at, so every one gets
 * the same answer after the same work.
 * @throws ProblemError `sign_up_closed`
 */
export async function requestSignUp(
  context: Context,
  { language = 'en', ...request }: Request,
): Promise<void> {
  requireOpen(context);
  await requireMailable(context, request.email);
  const { id, token, secretHash } = makeToken();
  const createdAt = context.clock();
  const expiresAt = new Date(createdAt.getTime() + lifetimeMs);
  await context.database.acrossOrganizations(async (tx) => {
    await forgetEarlier(tx, request.email);
    await tx.insert(signUps).values({ id, secretHash, ...request, language, createdAt, expiresAt });
    await queueMail(context, tx, {
      organizationId: null,
      userId: null,
      recipient: request.email,
      language,
      content: {
        kind: 'sign-up',
        organizationName: request.organizationName,
        personName: displayName({ ...request, username: request.email }),
        link: `${context.publicUrl}/sign-up#code=${token}`,
        expiresAt: expiresAt.toISOString(),
      },
    });
  });
}

async function findSignUp({ database, clock }: Context, code: string) {
  const parsed = parseToken(code);
  const [found] = parsed ? await database.lookUp.select().from(signUps).where(eq(signUps.id, parsed.id)) : [];
  if (!parsed || !found || !isSecretOf(parsed.secret, found.secretHash)) {
    // Its row went with the organization that it created, so that one that was used and one that is bent are the same here.
    throw linkUnknown(
      'This code is not right. Copy all of it, or sign in if your organization was already created with it.',
    );
  }
  if (found.expiresAt > clock()) return found;
  throw new ProblemError('link_expired', 'This link has expired. Fill in the form again for a new one.');
}

/** What a link creates. @throws ProblemError `sign_up_closed`, `link_unknown`, `link_expired` */
export async function checkSignUp(context: Context, code: string): Promise<SignUp> {
  requireOpen(context);
  const { organizationName, firstName, lastName, email } = await findSignUp(context, code);
  return { organizationName, firstName, lastName, email };
}

/**
 * Creates the organization and its owner and signs the owner in. Of many at once exactly one succeeds.
 * @returns the token of the owner's session
 * @throws ProblemError `sign_up_closed`, `link_invalid`, `link_expired`, `validation_failed`
 */
export async function completeSignUp(
  ask: Ask,
  { code, password }: { code: string; password: string },
): Promise<string> {
  const { context, origin } = ask;
  requireOpen(context);
  const { id } = await findSignUp(context, code);
  requireUncommonPassword(password, 'password');
  const passwordHash = await context.hashing.hashPassword(password, askerAt(origin));
  return context.database.acrossOrganizations(async (tx) => {
    const [spent] = await tx.delete(signUps).where(eq(signUps.id, id)).returning();
    if (!spent) throw linkInvalid();
    await requireRoom(tx, spent.email);
    return createOwnedOrganization(tx, ask, { ...spent, passwordHash });
  });
}

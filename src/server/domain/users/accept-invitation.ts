// What an invited user does with the link of the mail: look at it, accept, or have a new one sent.
import { and, eq, isNull } from 'drizzle-orm';
import type { Invitation } from '../../../contract/endpoints/invitations.ts';
import type { Context } from '../../context.ts';
import type { Queries } from '../../database/database.ts';
import { oneTimeLinks, users } from '../../database/schema.ts';
import { type Ask, aboutUser, record } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { displayName } from '../access/display-name.ts';
import { ProblemError } from '../access/problem-error.ts';
import { ownPassword } from '../access/secret-ends.ts';
import { askerAt, mayComeIn } from '../access/signed-in.ts';
import {
  findLink,
  isOpenLink,
  type OneTimeLink,
  requireOpenLink,
  spendLink,
} from '../links/one-time-links.ts';
import { openAccountSession } from '../sign-in/account-session.ts';
import { requireFittingPassword } from '../sign-in/password-rules.ts';
import { readDemands } from '../sign-in/required-passkey.ts';
import { requireRoom } from '../sign-in/shared-addresses.ts';
import { lockUser } from './find-managed.ts';
import { sendInvitation } from './send-invitation.ts';

function invitationClosed(): ProblemError {
  return new ProblemError(
    'link_invalid',
    'This invitation can’t be used right now. Ask whoever invited you.',
  );
}

type InvitedUser = typeof users.$inferSelect;

/** Whether the invitation still stands for this user: invited at this address, and not suspended. */
function isStillInvited(user: InvitedUser, link: OneTimeLink): boolean {
  return mayComeIn(user) && user.passwordHash === null && user.email === link.email;
}

async function findInvited({ database }: Context, link: OneTimeLink) {
  return database.inOrganization(link.organizationId, async (tx) => {
    const [user] = await tx.select().from(users).where(eq(users.id, link.userId));
    if (!user || !isStillInvited(user, link)) throw invitationClosed();
    return { user, demands: await readDemands(tx, user.id) };
  });
}

/** What an open invitation is to. @throws ProblemError `link_invalid`, `link_expired` */
export async function checkInvitation(context: Context, code: string): Promise<Invitation> {
  const link = await findLink(context, code, 'invitation');
  requireOpenLink(link, context.clock());
  const { user, demands } = await findInvited(context, link);
  return {
    organizationName: demands.organizationName,
    personName: displayName(user),
    email: link.email,
    passwordMinLength: demands.passwordMinLength,
    expiresAt: link.expiresAt.toISOString(),
  };
}

/**
 * Accepts an invitation: the password is set, and the user signed in. Of many at once exactly one succeeds.
 * @returns the token of the session
 * @throws ProblemError `link_invalid`, `link_expired`, or `validation_failed` at `password` or for an address with as many accounts as it can have
 */
export async function acceptInvitation(
  ask: Ask,
  { code, password }: { code: string; password: string },
): Promise<string> {
  const { context, origin } = ask;
  const link = await findLink(context, code, 'invitation');
  requireOpenLink(link, context.clock());
  const { organizationId, userId } = link;
  const { user: invited } = await findInvited(context, link);
  await requireFittingPassword(context, organizationId, password, 'password', invited);
  await requireRoom(context.database.lookUp, link.email);
  const passwordHash = await context.hashing.hashPassword(password, askerAt(origin));
  const now = context.clock();
  return changeOrganization(context, organizationId, async (tx, revision) => {
    await lockUser(tx, userId);
    await spendLink(tx, link, now);
    const [user] = await tx
      .update(users)
      .set({
        ...ownPassword(passwordHash),
        ...(link.isShown ? {} : { provenEmail: users.emailFolded }),
        lastSignInAt: now,
        revision,
      })
      .where(and(eq(users.id, userId), isNull(users.passwordHash)))
      .returning();
    if (!user || !mayComeIn(user) || user.email !== link.email) throw invitationClosed();
    await record(tx, { ...ask, person: link }, 'user.invitation-accepted', aboutUser(user));
    return openAccountSession(tx, { organizationId, userId }, origin, now);
  });
}

/** Whether nobody renewed it since it was looked at. */
async function isUntouched(tx: Queries, { id }: OneTimeLink): Promise<boolean> {
  const [link] = await tx
    .select()
    .from(oneTimeLinks)
    .where(and(eq(oneTimeLinks.id, id), isOpenLink));
  return link !== undefined;
}

/**
 * Sends a new link in place of an expired one, to the stored address alone. It does nothing for any other code, and never
 * says which it was.
 */
export async function renewInvitation(ask: Ask, code: string): Promise<void> {
  const { context } = ask;
  const link = await findLink(context, code, 'invitation').catch((error: unknown) => {
    if (error instanceof ProblemError) return null;
    throw error;
  });
  if (!link || link.usedAt || link.voidedAt || link.expiresAt > context.clock()) return;
  const { organizationId, userId } = link;
  const sent = context.database.inOrganization(organizationId, async (tx) => {
    await lockUser(tx, userId);
    const [user] = await tx.select().from(users).where(eq(users.id, userId));
    if (!user || !isStillInvited(user, link) || !(await isUntouched(tx, link))) return;
    await sendInvitation(tx, ask, user);
  });
  await sent.catch((error: unknown) => {
    if (!(error instanceof ProblemError && error.code === 'mails_spent')) throw error;
    context.log.warn({ organizationId, userId }, 'an invitation was not renewed: no mail is left today');
  });
}

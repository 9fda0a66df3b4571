// Inviting users again, and taking an invitation back.
import { eq } from 'drizzle-orm';
import type { User } from '../../../contract/endpoints/users.ts';
import { users } from '../../database/schema.ts';
import { type Act, aboutUser, record } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { ProblemError } from '../access/problem-error.ts';
import { requireTakeover } from '../access/roles.ts';
import { mayComeIn } from '../access/signed-in.ts';
import { cancelMails, endLinks } from '../links/end-links.ts';
import { hasOpenLink, makeLink } from '../links/one-time-links.ts';
import { findManaged } from './find-managed.ts';
import { sendInvitation } from './send-invitation.ts';
import { describeUser } from './user-view.ts';

function notInvited(why: string): ProblemError {
  return new ProblemError('not_invited', why);
}

/** @returns the address that is invited */
function requireInvitable(user: typeof users.$inferSelect): string {
  if (user.email === null) {
    throw notInvited('This user has no email address. Add one first.');
  }
  if (user.passwordHash !== null) {
    throw notInvited('This user has already set a password and can sign in.');
  }
  if (!mayComeIn(user)) {
    throw notInvited('This user is suspended. Reactivate them first, then invite them.');
  }
  return user.email;
}

/**
 * Sends an invitation, or sends it again; the link before dies.
 * @throws ProblemError `not_invited` for those without an address, with a password, or suspended
 */
export async function inviteUser(act: Act, userId: string): Promise<User> {
  const { context, signedIn } = act;
  return context.database.inOrganization(signedIn.organizationId, async (tx) => {
    const { user, role } = await findManaged(tx, signedIn, userId);
    requireInvitable(user);
    await sendInvitation(tx, act, user);
    return describeUser(tx, act, user, role);
  });
}

/**
 * Makes the link of an invitation for whoever asks to pass it on; the link and the waiting mail of before die. It can give
 * the account to anybody, so it takes the same power as a password that is shown.
 * @throws ProblemError `not_invited`; `above_you` for somebody who may do as much as the one who asks
 */
export async function makeInvitationLink(act: Act, userId: string): Promise<{ user: User; link: string }> {
  const { context, signedIn } = act;
  const { organizationId } = signedIn;
  return context.database.inOrganization(organizationId, async (tx) => {
    const { user, role } = await findManaged(tx, signedIn, userId);
    const email = requireInvitable(user);
    requireTakeover(signedIn, userId, role.permissions);
    await cancelMails(tx, userId, ['invitation']);
    const target = { organizationId, userId, kind: 'invitation', email, isShown: true } as const;
    const { link } = await makeLink(context, tx, target);
    await record(tx, act, 'user.invitation-link-made', aboutUser(user));
    return { user: await describeUser(tx, act, user, role), link };
  });
}

/**
 * Takes an invitation back: its link dies, and the address is taken off the user, so that it is free again.
 * @throws ProblemError `not_invited` when none is open, also when it was just accepted
 */
export async function cancelInvitation(act: Act, userId: string): Promise<User> {
  const { context, signedIn } = act;
  const { organizationId } = signedIn;
  const now = context.clock();
  return changeOrganization(context, organizationId, async (tx, revision) => {
    const before = await findManaged(tx, signedIn, userId);
    if (before.user.passwordHash !== null || !(await hasOpenLink(tx, userId, 'invitation'))) {
      throw notInvited('This user has no open invitation. It may have just been accepted.');
    }
    await endLinks(tx, userId, ['invitation'], now);
    const [user] = await tx
      .update(users)
      .set({ email: null, emailFolded: null, revision })
      .where(eq(users.id, userId))
      .returning();
    if (!user) throw new Error('a person whose row is locked is gone');
    await record(tx, act, 'user.invitation-cancelled', aboutUser(user));
    return describeUser(tx, act, user, before.role);
  });
}

// Signing somebody else out everywhere, such as after a phone with their account was lost.
import type { Context } from '../../context.ts';
import { recordAuditEvent } from '../access/audit.ts';
import { changeOrganization } from '../access/change.ts';
import { displayName, type Origin, type SignedIn } from '../access/signed-in.ts';
import { endSessions } from '../sign-in/account-session.ts';
import { findManaged } from './find-managed.ts';

/**
 * Ends a person's account sessions with their next request, and those on tablets at once. Their ways to sign in stay.
 * @returns how many ended
 * @throws ProblemError `not_found`; `above_you` for somebody who may do more than the one who asks
 */
export async function endUserSessions(
  context: Context,
  signedIn: SignedIn,
  userId: string,
  origin: Origin,
): Promise<number> {
  const { organizationId, user: actor, sessionId } = signedIn;
  return changeOrganization(context, organizationId, async (tx) => {
    const { user } = await findManaged(tx, signedIn, userId);
    const ended = await endSessions(tx, userId, userId === actor.id ? sessionId : undefined);
    await recordAuditEvent(tx, {
      organizationId,
      at: context.clock(),
      action: 'user.sessions-ended',
      actorId: actor.id,
      subjectId: userId,
      subject: displayName(user),
      detail: { sessions: ended },
      address: origin.address,
    });
    return ended;
  });
}

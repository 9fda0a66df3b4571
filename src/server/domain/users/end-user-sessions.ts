// Signing somebody else out everywhere, such as after a phone with their account was lost.
import { type Act, aboutUser, record } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { endSessions } from '../sign-in/account-session.ts';
import { findManaged } from './find-managed.ts';

/**
 * Ends a user's account sessions with their next request, and those on tablets at once. Their ways to sign in stay.
 * @returns how many ended
 * @throws ProblemError `not_found`; `above_you` for somebody who may do more than the one who asks
 */
export async function endUserSessions(act: Act, userId: string): Promise<number> {
  const { context, signedIn } = act;
  const { organizationId, user: actor, sessionId } = signedIn;
  return changeOrganization(context, organizationId, async (tx) => {
    const { user } = await findManaged(tx, signedIn, userId);
    const ended = await endSessions(tx, userId, userId === actor.id ? sessionId : undefined);
    await record(tx, act, 'user.sessions-ended', {
      ...aboutUser(user),
      detail: { sessions: ended },
    });
    return ended;
  });
}

// Handlers of invitations, for those who were invited.
import * as endpoints from '../../../contract/endpoints/invitations.ts';
import * as domain from '../../domain/users/accept-invitation.ts';
import { describeNewSession } from '../new-session.ts';
import { route } from '../route.ts';

export const checkInvitation = route(endpoints.checkInvitation, ({ context, body }) =>
  domain.checkInvitation(context, body.code),
);

export const acceptInvitation = route(
  endpoints.acceptInvitation,
  async ({ context, body, origin, writeSessionCookie }) => {
    const token = await domain.acceptInvitation(context, body, origin);
    await writeSessionCookie(token);
    return describeNewSession(context, token);
  },
);

export const renewInvitation = route(endpoints.renewInvitation, ({ context, body, origin }) =>
  domain.renewInvitation(context, body.code, origin),
);

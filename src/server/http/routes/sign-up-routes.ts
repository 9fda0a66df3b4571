// Handlers of the creation of organizations by anybody.
import * as endpoints from '../../../contract/endpoints/sign-up.ts';
import * as domain from '../../domain/organization/sign-up.ts';
import { describeNewSession } from '../new-session.ts';
import { route } from '../route.ts';

export const getSignUp = route(endpoints.getSignUp, async ({ context }) => ({
  open: context.env.signUpOpen,
}));

export const requestSignUp = route(endpoints.requestSignUp, ({ context, body }) =>
  domain.requestSignUp(context, body),
);

export const checkSignUp = route(endpoints.checkSignUp, ({ context, body }) =>
  domain.checkSignUp(context, body.code),
);

export const completeSignUp = route(
  endpoints.completeSignUp,
  async ({ context, body, origin, writeSessionCookie }) => {
    const token = await domain.completeSignUp(context, body, origin);
    await writeSessionCookie(token);
    return describeNewSession(context, token);
  },
);

// Handlers of one's own account: name, language, sessions, e-mail address, and the forgotten password.
import * as endpoints from '../../../contract/endpoints/account.ts';
import * as emailEndpoints from '../../../contract/endpoints/email-change.ts';
import * as resetEndpoints from '../../../contract/endpoints/password-reset.ts';
import { describeSession } from '../../domain/access/signed-in.ts';
import * as reset from '../../domain/account/complete-password-reset.ts';
import * as confirm from '../../domain/account/confirm-email-change.ts';
import * as account from '../../domain/account/own-account.ts';
import * as sessions from '../../domain/account/own-sessions.ts';
import * as change from '../../domain/account/request-email-change.ts';
import * as request from '../../domain/account/request-password-reset.ts';
import * as stop from '../../domain/account/stop-email-change.ts';
import { describeNewSession } from '../new-session.ts';
import { route } from '../route.ts';

export const getAccount = route(endpoints.getAccount, ({ context, signedIn }) =>
  account.getAccount(context, signedIn),
);

export const updateAccount = route(endpoints.updateAccount, async ({ context, signedIn, body, origin }) =>
  describeSession(await account.updateAccount(context, signedIn, body, origin)),
);

export const listSessions = route(endpoints.listSessions, async ({ context, signedIn }) => ({
  sessions: await sessions.listOwnSessions(context, signedIn),
}));

export const endSession = route(endpoints.endSession, ({ context, signedIn, params, origin }) =>
  sessions.endOwnSession(context, signedIn, params.sessionId, origin),
);

export const requestEmailChange = route(
  emailEndpoints.requestEmailChange,
  async ({ context, signedIn, body, origin }) => {
    const { email, expiresAt } = await change.requestEmailChange(context, signedIn, body, origin);
    return { email, expiresAt: expiresAt.toISOString() };
  },
);

export const cancelEmailChange = route(emailEndpoints.cancelEmailChange, ({ context, signedIn, origin }) =>
  change.cancelEmailChange(context, signedIn, origin),
);

export const confirmEmailChange = route(emailEndpoints.confirmEmailChange, ({ context, body, origin }) =>
  confirm.confirmEmailChange(context, body.code, origin),
);

export const stopEmailChange = route(emailEndpoints.stopEmailChange, ({ context, body, origin }) =>
  stop.stopEmailChange(context, body.code, origin),
);

export const requestPasswordReset = route(resetEndpoints.requestPasswordReset, ({ context, body, origin }) =>
  request.requestPasswordReset(context, body.email, origin),
);

export const renewPasswordReset = route(resetEndpoints.renewPasswordReset, ({ context, body, origin }) =>
  request.renewPasswordReset(context, body.code, origin),
);

export const checkPasswordReset = route(resetEndpoints.checkPasswordReset, ({ context, body }) =>
  reset.checkPasswordReset(context, body.code),
);

export const completePasswordReset = route(
  resetEndpoints.completePasswordReset,
  async ({ context, body, origin, writeSessionCookie }) => {
    const token = await reset.completePasswordReset(context, body, origin);
    await writeSessionCookie(token);
    return describeNewSession(context, token);
  },
);

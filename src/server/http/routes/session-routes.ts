// Handlers of set-up and of account sessions.
import * as endpoints from '../../../contract/endpoints/session.ts';
import * as setupEndpoints from '../../../contract/endpoints/setup.ts';
import { ProblemError } from '../../domain/access/problem-error.ts';
import { describeSession } from '../../domain/access/signed-in.ts';
import {
  checkSetupCode as check,
  setUp as createFirstOrganization,
} from '../../domain/organization/setup.ts';
import * as own from '../../domain/sign-in/own-password.ts';
import { giveBackPasswordTry } from '../../domain/sign-in/password-tries.ts';
import * as domain from '../../domain/sign-in/sign-in.ts';
import { describeNewSession } from '../new-session.ts';
import { route } from '../route.ts';

export const checkSetupCode = route(setupEndpoints.checkSetupCode, async ({ context, body }) => {
  await check(context, body.code);
});

export const setUp = route(setupEndpoints.setUp, async ({ context, body, origin, writeSessionCookie }) => {
  const token = await createFirstOrganization(context, body, origin);
  await writeSessionCookie(token);
  return describeNewSession(context, token);
});

export const signIn = route(endpoints.signIn, async ({ context, body, origin, writeSessionCookie }) => {
  const result = await domain.signIn(context, body, origin);
  // Not all of them: somebody with an account of their own under this address could guess at the others for ever. And only
  // at the very end: what fails before that is given back by the route, and no try twice.
  const giveBack = () => giveBackPasswordTry(context, body.email);
  if ('organizations' in result) {
    await giveBack();
    throw new ProblemError(
      'choose_organization',
      'This address has an account in several organizations. Choose the one to sign in to.',
      { organizations: result.organizations },
    );
  }
  await writeSessionCookie(result.token);
  const session = await describeNewSession(context, result.token);
  await giveBack();
  return session;
});

export const getSession = route(endpoints.getSession, async ({ signedIn }) => describeSession(signedIn));

export const signOut = route(endpoints.signOut, async ({ context, signedIn, origin, writeSessionCookie }) => {
  await domain.signOut(context, signedIn, origin);
  await writeSessionCookie(null);
});

export const confirmPassword = route(endpoints.confirmPassword, async ({ context, signedIn, body }) =>
  describeSession(await own.confirmPassword(context, signedIn, body.password)),
);

export const changePassword = route(endpoints.changePassword, async ({ context, signedIn, body, origin }) =>
  describeSession(await own.changePassword(context, signedIn, body, origin)),
);

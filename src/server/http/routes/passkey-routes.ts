// Handlers of passkeys: signing in with one, confirming with one, and one's own.
import * as endpoints from '../../../contract/endpoints/passkeys.ts';
import { describeSession } from '../../domain/access/signed-in.ts';
import * as add from '../../domain/passkeys/add-passkey.ts';
import * as own from '../../domain/passkeys/passkeys.ts';
import * as use from '../../domain/passkeys/use-passkey.ts';
import { describeNewSession } from '../new-session.ts';
import { route } from '../route.ts';

export const startPasskeySignIn = route(endpoints.startPasskeySignIn, async ({ context }) =>
  use.requestSignIn(context),
);

export const signInWithPasskey = route(
  endpoints.signInWithPasskey,
  async ({ context, body, origin, writeSessionCookie }) => {
    const token = await use.signInWithPasskey(context, body, origin);
    await writeSessionCookie(token);
    return describeNewSession(context, token);
  },
);

export const startPasskeyConfirmation = route(endpoints.startPasskeyConfirmation, ({ context, signedIn }) =>
  use.requestConfirmation(context, signedIn),
);

export const confirmPasskey = route(endpoints.confirmPasskey, async ({ context, signedIn, body, origin }) =>
  describeSession(await use.confirmPasskey(context, signedIn, body, origin)),
);

export const listPasskeys = route(endpoints.listPasskeys, async ({ context, signedIn }) => ({
  passkeys: await own.listPasskeys(context, signedIn),
}));

export const startPasskey = route(endpoints.startPasskey, ({ context, signedIn }) =>
  add.startPasskey(context, signedIn),
);

export const addPasskey = route(endpoints.addPasskey, ({ context, signedIn, body, origin }) =>
  add.addPasskey(context, signedIn, body, origin),
);

export const renamePasskey = route(endpoints.renamePasskey, ({ context, signedIn, params, body, origin }) =>
  own.renamePasskey(context, signedIn, { ...params, ...body }, origin),
);

export const removePasskey = route(endpoints.removePasskey, ({ context, signedIn, params, origin }) =>
  own.removePasskey(context, signedIn, params.passkeyId, origin),
);

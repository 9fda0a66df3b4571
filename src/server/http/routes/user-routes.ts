// Handlers of the people of an organization.
import * as endpoints from '../../../contract/endpoints/users.ts';
import { exportUsers as writeExport } from '../../domain/imports/export-users.ts';
import { suggestPin as suggest } from '../../domain/pins/taken-pins.ts';
import { createUser as create } from '../../domain/users/create-user.ts';
import { deleteUsers as deletePeople } from '../../domain/users/delete-users.ts';
import { endUserSessions as endAllSessions } from '../../domain/users/end-user-sessions.ts';
import { generatePassword as generate } from '../../domain/users/generate-password.ts';
import { cancelInvitation as cancel, inviteUser as invite } from '../../domain/users/invitations.ts';
import { listUsers as list, getUser as read } from '../../domain/users/list-users.ts';
import { giveTemporaryPin as giveTemporary } from '../../domain/users/temporary-pin.ts';
import { updateUser as update } from '../../domain/users/update-user.ts';
import { route } from '../route.ts';

export const listUsers = route(endpoints.listUsers, ({ context, signedIn, query }) => {
  const { page, sort, order, ...filter } = query;
  return list(context, signedIn, filter, { page: Number(page ?? 1), sort, order });
});

export const getUser = route(endpoints.getUser, ({ context, signedIn, params }) =>
  read(context, signedIn, params.userId),
);

export const createUser = route(endpoints.createUser, ({ context, signedIn, body, origin }) =>
  create(context, signedIn, body, origin),
);

export const updateUser = route(endpoints.updateUser, ({ context, signedIn, params, body, origin }) =>
  update(context, signedIn, params.userId, body, origin),
);

export const deleteUsers = route(endpoints.deleteUsers, async ({ context, signedIn, body, origin }) => ({
  deleted: await deletePeople(context, signedIn, body.userIds, origin),
}));

export const inviteUser = route(endpoints.inviteUser, ({ context, signedIn, params, origin }) =>
  invite(context, signedIn, params.userId, origin),
);

export const cancelInvitation = route(endpoints.cancelInvitation, ({ context, signedIn, params, origin }) =>
  cancel(context, signedIn, params.userId, origin),
);

export const generatePassword = route(
  endpoints.generatePassword,
  ({ context, signedIn, params, body, origin }) =>
    generate(context, signedIn, { userId: params.userId, deliver: body.deliver }, origin),
);

export const giveTemporaryPin = route(endpoints.giveTemporaryPin, ({ context, signedIn, params, origin }) =>
  giveTemporary(context, signedIn, params.userId, origin),
);

export const endUserSessions = route(
  endpoints.endUserSessions,
  async ({ context, signedIn, params, origin }) => ({
    ended: await endAllSessions(context, signedIn, params.userId, origin),
  }),
);

export const suggestPin = route(endpoints.suggestPin, async ({ context, signedIn }) => ({
  pin: await suggest(context, signedIn),
}));

export const exportUsers = route(endpoints.exportUsers, ({ context, signedIn, query, origin }) =>
  writeExport(context, signedIn, query, origin),
);

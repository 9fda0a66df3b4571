// Handlers of the people of an organization.
import * as endpoints from '../../../contract/endpoints/users.ts';
import { createUser as create } from '../../domain/create-user.ts';
import { listUsers as list, getUser as read } from '../../domain/list-users.ts';
import { updateUser as update } from '../../domain/update-user.ts';
import { suggestPin as suggest } from '../../domain/user-pin.ts';
import { route } from '../route.ts';

export const listUsers = route(endpoints.listUsers, ({ context, signedIn, query }) =>
  list(context, signedIn, { search: query.search ?? '', page: Number(query.page ?? 1) }),
);

export const getUser = route(endpoints.getUser, ({ context, signedIn, params }) =>
  read(context, signedIn, params.userId),
);

export const createUser = route(endpoints.createUser, ({ context, signedIn, body, origin }) =>
  create(context, signedIn, body, origin),
);

export const updateUser = route(endpoints.updateUser, ({ context, signedIn, params, body, origin }) =>
  update(context, signedIn, params.userId, body, origin),
);

export const suggestPin = route(endpoints.suggestPin, async ({ context, signedIn }) => ({
  pin: await suggest(context, signedIn.organizationId),
}));

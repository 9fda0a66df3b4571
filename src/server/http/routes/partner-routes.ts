// Handlers of partners.
import * as endpoints from '../../../contract/endpoints/partners.ts';
import { createPartnerUser as createUser } from '../../domain/partners/create-partner-user.ts';
import { listPartners as list } from '../../domain/partners/list-partners.ts';
import { moveUserToPartner as move, takeUserFromPartner as take } from '../../domain/partners/move-user.ts';
import { createPartner as create, updatePartner as update } from '../../domain/partners/save-partner.ts';
import { route } from '../route.ts';

export const listPartners = route(endpoints.listPartners, async ({ context, signedIn, query }) => ({
  partners: await list(context, signedIn, query.search ?? ''),
}));

export const createPartner = route(endpoints.createPartner, ({ context, signedIn, body, origin }) =>
  create(context, signedIn, body, origin),
);

export const updatePartner = route(endpoints.updatePartner, ({ context, signedIn, params, body, origin }) =>
  update(context, signedIn, params.partnerId, body, origin),
);

export const createPartnerUser = route(
  endpoints.createPartnerUser,
  ({ context, signedIn, params, body, origin }) =>
    createUser(context, signedIn, params.partnerId, body, origin),
);

export const moveUserToPartner = route(
  endpoints.moveUserToPartner,
  ({ context, signedIn, params, body, origin }) =>
    move(context, signedIn, params.partnerId, body.userId, origin),
);

export const takeUserFromPartner = route(
  endpoints.takeUserFromPartner,
  ({ context, signedIn, params, body, origin }) => take(context, signedIn, params.partnerId, body, origin),
);

// Handlers of the organization.
import * as endpoints from '../../../contract/endpoints/organization.ts';
import { getOrganization as read, updateOrganization as update } from '../../domain/organization.ts';
import { route } from '../route.ts';

export const getOrganization = route(endpoints.getOrganization, ({ context, signedIn }) =>
  read(context, signedIn.organizationId),
);

export const updateOrganization = route(endpoints.updateOrganization, ({ context, signedIn, body, origin }) =>
  update(context, signedIn, body, origin),
);

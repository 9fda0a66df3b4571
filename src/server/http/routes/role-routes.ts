// Handlers of roles.
import * as endpoints from '../../../contract/endpoints/roles.ts';
import { createRole as create, updateRole as update } from '../../domain/roles/change-role.ts';
import { deleteRole as remove } from '../../domain/roles/delete-role.ts';
import { listRoles as list } from '../../domain/roles/list-roles.ts';
import { route } from '../route.ts';

export const listRoles = route(endpoints.listRoles, async ({ context, signedIn }) => ({
  roles: await list(context, signedIn),
}));

export const createRole = route(endpoints.createRole, ({ context, signedIn, body, origin }) =>
  create(context, signedIn, body, origin),
);

export const updateRole = route(endpoints.updateRole, ({ context, signedIn, params, body, origin }) =>
  update(context, signedIn, params.roleId, body, origin),
);

export const deleteRole = route(endpoints.deleteRole, ({ context, signedIn, params, body, origin }) =>
  remove(context, signedIn, params.roleId, body.moveTo, origin),
);

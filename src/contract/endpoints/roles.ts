// The endpoints of roles: named sets of permissions.
import * as z from 'zod/mini';
import { builtInRoleKeys } from '../built-in-roles.ts';
import { defineEndpoint } from '../endpoint.ts';
import { idSchema, roleNameSchema } from '../fields.ts';
import { allPermissions } from '../permissions.ts';

export const rolesMost = 200;

export const roleSchema = z.object({
  id: idSchema,
  name: z.string(),
  builtIn: z.nullable(z.enum(builtInRoleKeys)),
  permissions: z.array(z.enum(allPermissions)),
  /** Whether the one who asks may give this role to somebody. */
  grantable: z.boolean(),
  /** Whether the one who asks may change or delete it. */
  editable: z.boolean(),
  /** Whether a partner's user may have it. */
  forPartners: z.boolean(),
  /** Whether its users need a passkey: the organization requires one, and the role gives power. */
  needsPasskey: z.boolean(),
  /** How many have it, of the users whom the one who asks sees. */
  userCount: z.int(),
  /** Send it back with a change: a change that was made meanwhile is then not overwritten. */
  revision: z.int(),
});
export type Role = z.infer<typeof roleSchema>;

const permissionsSchema = z.array(z.enum(allPermissions, { error: 'There is no such permission.' })).check(
  z.maxLength(allPermissions.length),
  z.refine((names) => new Set(names).size === names.length, { error: 'A permission is listed twice.' }),
);

export const listRoles = defineEndpoint({
  operation: 'listRoles',
  method: 'GET',
  path: '/api/roles',
  summary: 'The roles of the organization; partner users see those that partners may have',
  access: { who: 'session', permission: 'users:read' },
  output: z.object({ roles: z.array(roleSchema) }),
  problems: [],
});

export const createRole = defineEndpoint({
  operation: 'createRole',
  method: 'POST',
  path: '/api/roles',
  summary: 'Create a role with permissions that the caller has; permissions they depend on are added',
  access: { who: 'session', permission: 'roles:manage', stepUp: true },
  body: z.strictObject({ name: roleNameSchema, permissions: permissionsSchema }),
  output: roleSchema,
  problems: ['role_name_taken', 'above_you', 'step_up_required'],
});

const roleParams = z.strictObject({ roleId: idSchema });

export const updateRole = defineEndpoint({
  operation: 'updateRole',
  method: 'PATCH',
  path: '/api/roles/{roleId}',
  summary: 'Rename a role or change its permissions, effective with the next request',
  access: { who: 'session', permission: 'roles:manage', stepUp: true },
  params: roleParams,
  body: z.strictObject({
    revision: z.optional(z.int().check(z.minimum(0))),
    name: z.optional(roleNameSchema),
    permissions: z.optional(permissionsSchema),
  }),
  output: roleSchema,
  problems: ['role_name_taken', 'above_you', 'changed_meanwhile', 'step_up_required'],
});

export const deleteRole = defineEndpoint({
  operation: 'deleteRole',
  method: 'POST',
  path: '/api/roles/{roleId}/delete',
  summary: 'Delete a role and give its users another one',
  access: { who: 'session', permission: 'roles:manage', stepUp: true },
  params: roleParams,
  body: z.strictObject({ moveTo: z.optional(idSchema) }),
  output: z.object({ moved: z.int() }),
  problems: ['role_in_use', 'above_you', 'step_up_required'],
});

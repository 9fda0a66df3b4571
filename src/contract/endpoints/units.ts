// The endpoints of the organizational units: a tree of sites, areas and lines.
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';
import { idSchema, unitNameSchema } from '../fields.ts';

/** How deep the tree may be, and how many units it may have. */
export const unitDepthMost = 10;
export const unitsMost = 500;

export const unitSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** `null` at the top, and where the one who asks does not see what is above. */
  parentId: z.nullable(idSchema),
  /** The users whom the one who asks sees in this unit and those below; `null` without the right to see users. */
  userCount: z.nullable(z.int()),
  /** The devices in force in this unit and those below; `null` without the right to see devices. */
  deviceCount: z.nullable(z.int()),
  /** Whether the one who asks may rename, move or delete it. */
  editable: z.boolean(),
});
export type Unit = z.infer<typeof unitSchema>;

export const listUnits = defineEndpoint({
  operation: 'listUnits',
  method: 'GET',
  path: '/api/units',
  summary: 'The organizational units that the caller sees, by name; `parentId` makes the tree',
  access: { who: 'session', permission: 'units:read' },
  output: z.object({
    units: z.array(unitSchema),
    /** Whether the one who asks has the whole organization; else these are their units, and those below. */
    isWhole: z.boolean(),
  }),
  problems: [],
});

export const createUnit = defineEndpoint({
  operation: 'createUnit',
  method: 'POST',
  path: '/api/units',
  summary: 'Create an organizational unit, at the top (`null`) or in another one',
  access: { who: 'session', permission: 'units:manage' },
  body: z.strictObject({ name: unitNameSchema, parentId: z.nullable(idSchema) }),
  output: unitSchema,
  problems: ['unit_name_taken'],
});

const unitParams = z.strictObject({ unitId: idSchema });

export const updateUnit = defineEndpoint({
  operation: 'updateUnit',
  method: 'PATCH',
  path: '/api/units/{unitId}',
  summary: 'Rename a unit, or move it with all below it; a move changes who sees what, so it needs a step-up',
  access: { who: 'session', permission: 'units:manage' },
  params: unitParams,
  body: z.strictObject({
    name: z.optional(unitNameSchema),
    parentId: z.optional(z.nullable(idSchema)),
  }),
  output: unitSchema,
  problems: ['unit_name_taken', 'above_you', 'step_up_required'],
});

export const deleteUnit = defineEndpoint({
  operation: 'deleteUnit',
  method: 'POST',
  path: '/api/units/{unitId}/delete',
  summary: 'Delete a unit and move its users, devices and units to another one',
  access: { who: 'session', permission: 'units:manage', stepUp: true },
  params: unitParams,
  body: z.strictObject({
    /** `null`: to no unit. Not for users, who would then have the whole organization. */
    moveTo: z.optional(z.nullable(idSchema)),
  }),
  output: z.object({ movedUsers: z.int(), movedDevices: z.int(), movedUnits: z.int() }),
  problems: ['unit_in_use', 'unit_name_taken', 'above_you', 'step_up_required'],
});

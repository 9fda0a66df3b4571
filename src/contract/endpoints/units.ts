// The endpoints of the organizational units: a tree of sites, areas and lines.
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';
import { idSchema } from '../fields.ts';

/** How deep the tree may be, and how many units it may have. */
export const unitDepthMost = 10;
export const unitsMost = 500;

export const unitSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** `null` at the top, and where the one who asks does not see what is above. */
  parentId: z.nullable(idSchema),
  /** The people whom the one who asks sees in this unit and those below; `null` without the right to see people. */
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
  summary: 'The organizational units that the one who asks reaches, by name; `parentId` makes the tree',
  access: { who: 'session', permission: 'units:read' },
  output: z.object({ units: z.array(unitSchema) }),
  problems: [],
});

// The endpoints of partners: outside companies whose people get accounts.
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';
import { idSchema, searchSchema } from '../fields.ts';

export const partnerSchema = z.object({
  id: idSchema,
  name: z.string(),
  contactName: z.string(),
  contactEmail: z.nullable(z.string()),
  /** E.164. */
  contactPhone: z.nullable(z.string()),
  /** Suspended: none of its people can sign in. */
  state: z.enum(['active', 'suspended']),
  /** How many of its people the one who asks may see. */
  userCount: z.int(),
  /** Send it back with a change: a change that was made meanwhile is then not overwritten. */
  revision: z.int(),
});
export type Partner = z.infer<typeof partnerSchema>;

export const listPartners = defineEndpoint({
  operation: 'listPartners',
  method: 'GET',
  path: '/api/partners',
  summary: 'The partners of the organization, by name',
  access: { who: 'session', permission: 'partners:read' },
  query: z.strictObject({ search: z.optional(searchSchema) }),
  output: z.object({ partners: z.array(partnerSchema) }),
  problems: [],
});

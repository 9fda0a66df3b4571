// The endpoints of partners: outside companies whose users get accounts.
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';
import {
  contactNameSchema,
  emailSchema,
  idSchema,
  partnerNameSchema,
  phoneSchema,
  requiredFamilyNameSchema,
  requiredGivenNameSchema,
  searchSchema,
} from '../fields.ts';
import { userSchema } from './users.ts';

export const partnerSchema = z.object({
  id: idSchema,
  name: z.string(),
  contactName: z.string(),
  contactEmail: z.nullable(z.string()),
  /** E.164. */
  contactPhone: z.nullable(z.string()),
  /** Suspended: none of its users can sign in. */
  state: z.enum(['active', 'suspended']),
  /** How many of its users the one who asks may see. */
  userCount: z.int(),
  /** Send it back with a change: a change that was made meanwhile is then not overwritten. */
  revision: z.int(),
});
export type Partner = z.infer<typeof partnerSchema>;

/** What a search of partners looks through. */
export function textsOfPartner({ name, contactName, contactEmail, contactPhone }: Partner): string[] {
  return [name, contactName, contactEmail ?? '', contactPhone ?? ''];
}

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

const contact = {
  contactName: z.optional(contactNameSchema),
  contactEmail: z.optional(z.nullable(emailSchema)),
  contactPhone: z.optional(z.nullable(phoneSchema)),
};

export const createPartner = defineEndpoint({
  operation: 'createPartner',
  method: 'POST',
  path: '/api/partners',
  summary: 'Add a partner',
  access: { who: 'session', permission: 'partners:manage' },
  body: z.strictObject({ name: partnerNameSchema, ...contact }),
  output: partnerSchema,
  problems: ['partner_name_taken'],
});

const partnerParams = z.strictObject({ partnerId: idSchema });

export const updatePartner = defineEndpoint({
  operation: 'updatePartner',
  method: 'PATCH',
  path: '/api/partners/{partnerId}',
  summary: 'Change a partner; what is left out stays. Suspending one signs its users out immediately',
  access: { who: 'session', permission: 'partners:manage' },
  params: partnerParams,
  body: z.strictObject({
    revision: z.int().check(z.minimum(0)),
    name: z.optional(partnerNameSchema),
    ...contact,
    state: z.optional(z.enum(['active', 'suspended'])),
  }),
  output: partnerSchema,
  problems: ['partner_name_taken', 'changed_meanwhile'],
});

export const createPartnerUser = defineEndpoint({
  operation: 'createPartnerUser',
  method: 'POST',
  path: '/api/partners/{partnerId}/users',
  summary: 'Add a partner user, who is invited by email; needs partners:read, too',
  access: { who: 'session', permission: 'users:manage', account: true, stepUp: true },
  params: partnerParams,
  body: z.strictObject({
    firstName: requiredGivenNameSchema,
    lastName: requiredFamilyNameSchema,
    email: emailSchema,
    /** `null`: no phone yet. */
    phone: z.nullable(phoneSchema),
    /** Without it: the built-in role for the users of partners. */
    roleId: z.optional(idSchema),
  }),
  output: userSchema,
  limits: [{ by: 'user', points: 300, seconds: 3600 }],
  problems: ['email_taken', 'mails_spent', 'above_you', 'step_up_required'],
});

export const moveUserToPartner = defineEndpoint({
  operation: 'moveUserToPartner',
  method: 'POST',
  path: '/api/partners/{partnerId}/users/move',
  summary: 'Move a user to this partner, with no more than partners may have; needs partners:read, too',
  access: { who: 'session', permission: 'users:manage', account: true, stepUp: true },
  params: partnerParams,
  body: z.strictObject({ userId: idSchema }),
  output: userSchema,
  problems: ['above_you', 'is_owner', 'step_up_required'],
});

export const takeUserFromPartner = defineEndpoint({
  operation: 'takeUserFromPartner',
  method: 'POST',
  path: '/api/partners/{partnerId}/users/take',
  summary: 'Make a partner user one of the organization’s own; needs partners:read, too',
  access: { who: 'session', permission: 'users:manage', account: true, stepUp: true },
  params: partnerParams,
  body: z.strictObject({ userId: idSchema, roleId: idSchema }),
  output: userSchema,
  problems: ['above_you', 'step_up_required'],
});

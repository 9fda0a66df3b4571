// The endpoints of the people of an organization.
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';
import {
  emailSchema,
  familyNameSchema,
  givenNameSchema,
  idSchema,
  instantSchema,
  newPasswordSchema,
  pinSchema,
  searchSchema,
  usernameSchema,
} from '../fields.ts';

export const userSchema = z.object({
  id: idSchema,
  /** First and last name, or the username where both are missing. */
  name: z.string(),
  username: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.nullable(z.string()),
  role: z.object({ id: idSchema, name: z.string() }),
  state: z.enum(['active', 'suspended']),
  hasPin: z.boolean(),
  /** Too many wrong tries: the PIN works again once a new one is set. */
  pinDisabled: z.boolean(),
  hasPassword: z.boolean(),
  createdAt: instantSchema,
  lastSignInAt: z.nullable(instantSchema),
  /** Whether the one who asks may change this person. */
  editable: z.boolean(),
  /** Send it back with a change: a change that was made meanwhile is then not overwritten. */
  revision: z.int(),
});
export type User = z.infer<typeof userSchema>;

const userProblems = [
  'username_taken',
  'email_taken',
  'pin_taken',
  'above_you',
  'sudo_required',
  'busy',
] as const;

export const listUsers = defineEndpoint({
  operation: 'listUsers',
  method: 'GET',
  path: '/api/users',
  summary: 'The people of the organization, by name',
  access: { who: 'session', permission: 'users:read' },
  query: z.strictObject({
    search: z.optional(searchSchema),
    page: z.optional(
      z.string().check(z.regex(/^[1-9][0-9]{0,5}$/, { error: 'Page must be a number from 1.' })),
    ),
  }),
  output: z.object({ users: z.array(userSchema), total: z.int(), page: z.int(), pageSize: z.int() }),
  problems: [],
});

export const getUser = defineEndpoint({
  operation: 'getUser',
  method: 'GET',
  path: '/api/users/{userId}',
  summary: 'One person',
  access: { who: 'session', permission: 'users:read' },
  params: z.strictObject({ userId: idSchema }),
  output: userSchema,
  problems: [],
});

export const createUser = defineEndpoint({
  operation: 'createUser',
  method: 'POST',
  path: '/api/users',
  summary: 'Add a person',
  access: { who: 'session', permission: 'users:manage', sudo: true },
  body: z.strictObject({
    username: usernameSchema,
    roleId: idSchema,
    firstName: z.optional(givenNameSchema),
    lastName: z.optional(familyNameSchema),
    pin: z.optional(pinSchema),
    email: z.optional(emailSchema),
    password: z.optional(newPasswordSchema),
  }),
  output: userSchema,
  problems: userProblems,
});

export const updateUser = defineEndpoint({
  operation: 'updateUser',
  method: 'PATCH',
  path: '/api/users/{userId}',
  summary:
    'Change a person; what is left out stays. A role, PIN, e-mail address or password needs a fresh password',
  access: { who: 'session', permission: 'users:manage' },
  params: z.strictObject({ userId: idSchema }),
  body: z.strictObject({
    revision: z.int().check(z.minimum(0)),
    username: z.optional(usernameSchema),
    roleId: z.optional(idSchema),
    firstName: z.optional(givenNameSchema),
    lastName: z.optional(familyNameSchema),
    /** `null` takes the PIN away. */
    pin: z.optional(z.nullable(pinSchema)),
    email: z.optional(z.nullable(emailSchema)),
    password: z.optional(z.nullable(newPasswordSchema)),
    state: z.optional(z.enum(['active', 'suspended'])),
  }),
  output: userSchema,
  problems: [...userProblems, 'changed_meanwhile', 'last_owner'],
});

export const suggestPin = defineEndpoint({
  operation: 'suggestPin',
  method: 'POST',
  path: '/api/pin-suggestions',
  summary: 'A random PIN that nobody in the organization has',
  access: { who: 'session', permission: 'users:manage' },
  output: z.object({ pin: pinSchema }),
  limits: [{ by: 'user', points: 200, seconds: 3600 }],
  problems: ['busy'],
});

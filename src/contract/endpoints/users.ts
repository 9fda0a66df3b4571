// The endpoints of the users of an organization.
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';
import {
  emailSchema,
  familyNameSchema,
  givenNameSchema,
  idSchema,
  instantSchema,
  languageSchema,
  phoneSchema,
  pinChangeSchema,
  pinSchema,
  searchSchema,
  unitIdsSchema,
  usernameSchema,
} from '../fields.ts';
import { languages } from '../languages.ts';
import { separatorSchema } from '../spreadsheet-cell.ts';

export const userSchema = z.object({
  id: idSchema,
  /** First and last name, or the username where both are missing. */
  name: z.string(),
  /** What tells them apart from somebody of the same name whom the one who asks may see. */
  apart: z.nullable(z.string()),
  username: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.nullable(z.string()),
  role: z.object({ id: idSchema, name: z.string() }),
  phone: z.nullable(z.string()),
  language: z.nullable(z.enum(languages)),
  /** The outside company whose user this is. */
  partner: z.nullable(z.object({ id: idSchema, name: z.string() })),
  /** The units that they are limited to; none: the whole organization. */
  units: z.array(z.object({ id: idSchema, name: z.string() })),
  isOwner: z.boolean(),
  /** Invited: by email, and no password chosen yet. A suspended partner suspends its users. */
  state: z.enum(['invited', 'active', 'suspended']),
  /** What keeps somebody out who is suspended: their own suspension, their partner’s, or both. */
  suspendedBy: z.array(z.enum(['person', 'partner'])),
  /** The newest invitation, until it is accepted or cancelled. */
  invitation: z.nullable(
    z.object({
      sentAt: instantSchema,
      expiresAt: instantSchema,
      expired: z.boolean(),
    }),
  ),
  /** The newest mail to this user, if it could not be delivered. */
  undeliveredMail: z.nullable(z.object({ id: idSchema, failure: z.string() })),
  /** Since when a request for a new PIN from a pad is open. */
  pinRequestedAt: z.nullable(instantSchema),
  /** Why the next sign-in asks for a new PIN, but for its length; `null`: it does not. */
  pinChange: z.nullable(pinChangeSchema),
  /** Until when a temporary PIN works; `null` for one’s own. */
  pinExpiresAt: z.nullable(instantSchema),
  hasPin: z.boolean(),
  /** Too many wrong tries: the PIN works again once a new one is set. */
  pinDisabled: z.boolean(),
  hasPassword: z.boolean(),
  /** Until when a password works that was made for them. */
  passwordExpiresAt: z.nullable(instantSchema),
  createdAt: instantSchema,
  lastSignInAt: z.nullable(instantSchema),
  /** Whether the one who asks may change this user. */
  editable: z.boolean(),
  /** Whether they may also change this user’s role, email address and password: not those of somebody who may do as much. */
  accountEditable: z.boolean(),
  /** Send it back with a change: a change that was made meanwhile is then not overwritten. */
  revision: z.int(),
});
export type User = z.infer<typeof userSchema>;

const userProblems = [
  'username_taken',
  'email_taken',
  'mails_spent',
  'pin_taken',
  'above_you',
  'step_up_required',
  'busy',
] as const;

const pageSchema = z.string().check(z.regex(/^[1-9][0-9]{0,5}$/, { error: 'Page must be a number from 1.' }));

/** What narrows the list of users, for the screen and for the export alike. */
export const userFilterSchema = z.strictObject({
  search: z.optional(searchSchema),
  roleId: z.optional(idSchema),
  /** Those limited to this unit or to one below it; `none`: those with the whole organization. */
  unitId: z.optional(z.union([idSchema, z.literal('none')])),
  state: z.optional(z.enum(['invited', 'active', 'suspended'], { error: 'This is not a state.' })),
  /** `none`: the organization’s own users. */
  partnerId: z.optional(z.union([idSchema, z.literal('none')])),
});

export const userSorts = ['name', 'role', 'state', 'last-sign-in', 'created'] as const;

/** So many people of a search are counted and can be paged through; another word narrows them down. */
export const foundMost = 1000;

export const listUsers = defineEndpoint({
  operation: 'listUsers',
  method: 'GET',
  path: '/api/users',
  summary: 'The users of the organization',
  access: { who: 'session', permission: 'users:read' },
  query: z.extend(userFilterSchema, {
    /** `yes`: only those who may own the organization from now on. */
    mayOwn: z.optional(z.literal('yes')),
    page: z.optional(pageSchema),
    sort: z.optional(z.enum(userSorts, { error: 'Users can’t be sorted by this.' })),
    order: z.optional(z.enum(['up', 'down'], { error: 'Choose up or down.' })),
  }),
  output: z.object({
    users: z.array(userSchema),
    total: z.int(),
    /** Whether a search finds more than are counted. */
    isMore: z.boolean(),
    page: z.int(),
    pageSize: z.int(),
  }),
  problems: [],
});

const userParams = z.strictObject({ userId: idSchema });

export const getUser = defineEndpoint({
  operation: 'getUser',
  method: 'GET',
  path: '/api/users/{userId}',
  summary: 'One user',
  access: { who: 'session', permission: 'users:read' },
  params: userParams,
  output: userSchema,
  problems: [],
});

export const createUser = defineEndpoint({
  operation: 'createUser',
  method: 'POST',
  path: '/api/users',
  summary: 'Add a user. With an email address they are invited, unless a password is generated',
  access: { who: 'session', permission: 'users:manage', stepUp: true },
  body: z.strictObject({
    username: usernameSchema,
    roleId: idSchema,
    firstName: z.optional(givenNameSchema),
    lastName: z.optional(familyNameSchema),
    pin: z.optional(pinSchema),
    /** A random PIN, shown once, that must be changed at the first sign-in. Not together with `pin`. */
    temporaryPin: z.optional(z.literal(true)),
    email: z.optional(emailSchema),
    /** Instead of an invitation, where the organization allows it: shown once, or mailed; changed at the first sign-in. */
    generatedPassword: z.optional(z.enum(['shown', 'mailed'])),
    phone: z.optional(phoneSchema),
    language: z.optional(languageSchema),
    /** None: the whole organization, or the units of the one who adds. */
    unitIds: z.optional(unitIdsSchema),
  }),
  output: z.extend(userSchema, {
    /** What is told now and never again. */
    shownOnce: z.object({ pin: z.optional(z.string()), password: z.optional(z.string()) }),
  }),
  problems: userProblems,
});

export const updateUser = defineEndpoint({
  operation: 'updateUser',
  method: 'PATCH',
  path: '/api/users/{userId}',
  summary:
    'Change a user; what is left out stays. A role, PIN, email address, password or unit needs a step-up',
  access: { who: 'session', permission: 'users:manage' },
  params: userParams,
  body: z.strictObject({
    revision: z.int().check(z.minimum(0)),
    username: z.optional(usernameSchema),
    roleId: z.optional(idSchema),
    firstName: z.optional(givenNameSchema),
    lastName: z.optional(familyNameSchema),
    /** `null` takes the PIN away. */
    pin: z.optional(z.nullable(pinSchema)),
    /** A new address of somebody without a password is invited; the old invitation dies. */
    email: z.optional(z.nullable(emailSchema)),
    /** `null` takes the password away. */
    password: z.optional(z.null()),
    phone: z.optional(z.nullable(phoneSchema)),
    language: z.optional(z.nullable(languageSchema)),
    unitIds: z.optional(unitIdsSchema),
    state: z.optional(z.enum(['active', 'suspended'])),
    /** The last way to sign in is only taken away with this. */
    withoutWayIn: z.optional(z.literal(true)),
  }),
  output: userSchema,
  problems: [...userProblems, 'changed_meanwhile', 'last_owner', 'last_way_in'],
});

export const deleteUsers = defineEndpoint({
  operation: 'deleteUsers',
  method: 'POST',
  path: '/api/user-deletions',
  summary: 'Delete users, all or none; their sessions end',
  access: { who: 'session', permission: 'users:manage', stepUp: true },
  body: z.strictObject({
    userIds: z
      .array(idSchema)
      .check(
        z.minLength(1, { error: 'Select a user first.' }),
        z.maxLength(500, { error: 'At most 500 users can be deleted at once.' }),
      ),
  }),
  output: z.object({ deleted: z.int() }),
  problems: ['above_you', 'is_owner', 'step_up_required'],
});

export const inviteUser = defineEndpoint({
  operation: 'inviteUser',
  method: 'POST',
  path: '/api/users/{userId}/invitation',
  summary: 'Send an invitation, or send it again; the earlier link stops working',
  access: { who: 'session', permission: 'users:manage', stepUp: true },
  params: userParams,
  output: userSchema,
  limits: [{ by: 'user', points: 300, seconds: 3600 }],
  problems: ['not_invited', 'mails_spent', 'above_you', 'step_up_required'],
});

export const makeInvitationLink = defineEndpoint({
  operation: 'makeInvitationLink',
  method: 'POST',
  path: '/api/users/{userId}/invitation-link',
  summary: 'Make the link of an invitation to pass it on oneself, without a mail; the link before dies',
  access: { who: 'session', permission: 'users:manage', stepUp: true },
  params: userParams,
  output: z.object({ user: userSchema, link: z.string() }),
  limits: [{ by: 'user', points: 300, seconds: 3600 }],
  problems: ['not_invited', 'above_you', 'step_up_required'],
});

export const cancelInvitation = defineEndpoint({
  operation: 'cancelInvitation',
  method: 'DELETE',
  path: '/api/users/{userId}/invitation',
  summary: 'Cancel an invitation; its link stops working, and the address is free again',
  access: { who: 'session', permission: 'users:manage', stepUp: true },
  params: userParams,
  output: userSchema,
  problems: ['not_invited', 'above_you', 'step_up_required'],
});

export const generatePassword = defineEndpoint({
  operation: 'generatePassword',
  method: 'POST',
  path: '/api/users/{userId}/password',
  summary: 'Generate a password that must be changed at the next sign-in, where the organization allows it',
  access: { who: 'session', permission: 'users:manage', stepUp: true },
  params: userParams,
  body: z.strictObject({ deliver: z.enum(['shown', 'mailed']) }),
  output: z.object({ user: userSchema, password: z.nullable(z.string()) }),
  limits: [{ by: 'user', points: 200, seconds: 3600 }],
  problems: ['mails_spent', 'above_you', 'last_owner', 'step_up_required', 'busy'],
});

export const endUserSessions = defineEndpoint({
  operation: 'endUserSessions',
  method: 'DELETE',
  path: '/api/users/{userId}/sessions',
  summary:
    'Sign a user out everywhere, on devices, too. Of the caller’s own sessions, the one that asks stays',
  access: { who: 'session', permission: 'users:manage', stepUp: true },
  params: userParams,
  output: z.object({ ended: z.int() }),
  problems: ['above_you', 'step_up_required'],
});

export const giveTemporaryPin = defineEndpoint({
  operation: 'giveTemporaryPin',
  method: 'POST',
  path: '/api/users/{userId}/temporary-pin',
  summary:
    'Give a temporary PIN, shown once, that must be changed at the next sign-in; an open request is answered',
  access: { who: 'session', permission: 'users:manage', stepUp: true },
  params: userParams,
  output: z.object({ user: userSchema, pin: pinSchema }),
  limits: [{ by: 'user', points: 500, seconds: 3600 }],
  problems: ['above_you', 'step_up_required', 'busy'],
});

export const exportUsers = defineEndpoint({
  operation: 'exportUsers',
  method: 'GET',
  path: '/api/user-export',
  summary: 'The users of the organization as a CSV file that can be imported again, without PINs',
  access: { who: 'session', permission: 'users:manage', account: true },
  query: z.extend(userFilterSchema, { separator: separatorSchema }),
  output: 'file',
  limits: [{ by: 'user', points: 30, seconds: 900 }],
  problems: [],
});

export const suggestPin = defineEndpoint({
  operation: 'suggestPin',
  method: 'POST',
  path: '/api/pin-suggestions',
  summary: 'Suggest a random PIN that nobody in the organization has',
  access: { who: 'session', permission: 'users:manage' },
  output: z.object({ pin: pinSchema }),
  limits: [{ by: 'user', points: 200, seconds: 3600 }],
  problems: ['too_many_attempts', 'busy'],
});

// The endpoints of apps: what a PIN opens, for admins who set them up and for everybody’s home.
import * as z from 'zod/mini';
import { appPictures } from '../app-pictures.ts';
import { defineEndpoint } from '../endpoint.ts';
import { appAddressSchema, appNameSchema, idSchema, instantSchema } from '../fields.ts';

export const appsMost = 100;
/** So many addresses of a kind an app may have. */
export const appAddressesMost = 10;

/** `oidc`: it signs people in with Floorkey (OpenID Connect); `link`: it is only opened. */
export const appKinds = ['oidc', 'link'] as const;
export type AppKind = (typeof appKinds)[number];

/** `made-up`: an address that no mail reaches, for apps that want one of everybody. */
export const emailRules = ['none', 'real', 'made-up'] as const;
export type EmailRule = (typeof emailRules)[number];

export const appSchema = z.object({
  /** Also the client id. */
  id: idSchema,
  name: z.string(),
  picture: z.enum(appPictures),
  kind: z.enum(appKinds),
  /** What a tap on its tile opens. */
  address: z.string(),
  /** Who sees it; none means everybody. */
  roleIds: z.array(idSchema),
  /** On a device of these units and those below; elsewhere, users of these units and those below or of the whole organization. */
  unitIds: z.array(idSchema),
  /** On these devices alone. */
  deviceIds: z.array(idSchema),
  email: z.enum(emailRules),
  redirectUris: z.array(z.string()),
  afterLogoutUris: z.array(z.string()),
  /** Where it is told that somebody’s session has ended. */
  logoutUri: z.nullable(z.string()),
  /** Whether that may be an address of the shop’s own network. */
  privateLogout: z.boolean(),
  /** It can’t keep a secret, such as an app that runs in the browser alone. */
  isPublic: z.boolean(),
  /** The secrets in force, the newest first; what they are is shown once. */
  secrets: z.array(z.object({ id: idSchema, createdAt: instantSchema, endsAt: z.nullable(instantSchema) })),
  /** Send it back with a change: a change that was made meanwhile is then not overwritten. */
  revision: z.int(),
});
export type App = z.infer<typeof appSchema>;

const addressesSchema = z.array(appAddressSchema).check(
  z.maxLength(appAddressesMost, { error: `At most ${appAddressesMost} addresses.` }),
  z.refine((all) => new Set(all).size === all.length, { error: 'An address is listed twice.' }),
);
const idsSchema = z.array(idSchema).check(
  z.maxLength(200),
  z.refine((ids) => new Set(ids).size === ids.length, { error: 'One is listed twice.' }),
);

const settings = {
  picture: z.optional(z.enum(appPictures)),
  roleIds: z.optional(idsSchema),
  unitIds: z.optional(idsSchema),
  deviceIds: z.optional(idsSchema),
  email: z.optional(z.enum(emailRules)),
  redirectUris: z.optional(addressesSchema),
  afterLogoutUris: z.optional(addressesSchema),
  logoutUri: z.optional(z.nullable(appAddressSchema)),
  privateLogout: z.optional(z.boolean()),
};

export const listApps = defineEndpoint({
  operation: 'listApps',
  method: 'GET',
  path: '/api/apps',
  summary: 'The apps of the organization, in the order of their tiles',
  access: { who: 'session', permission: 'organization:manage' },
  output: z.object({
    apps: z.array(appSchema),
    /** The address of the organization’s OpenID provider: what apps call issuer. */
    issuer: z.string(),
  }),
  problems: [],
});

/** An app, and the secret that was just made for it: shown once. */
const withSecret = z.object({ app: appSchema, secret: z.nullable(z.string()) });

export const createApp = defineEndpoint({
  operation: 'createApp',
  method: 'POST',
  path: '/api/apps',
  summary: 'Add an app; one that signs people in gets its first secret, unless it can’t keep one',
  access: { who: 'session', permission: 'organization:manage', stepUp: true },
  body: z.strictObject({
    name: appNameSchema,
    kind: z.enum(appKinds),
    address: appAddressSchema,
    isPublic: z.optional(z.boolean()),
    ...settings,
  }),
  output: withSecret,
  problems: ['app_name_taken', 'step_up_required'],
});

const appParams = z.strictObject({ appId: idSchema });

export const updateApp = defineEndpoint({
  operation: 'updateApp',
  method: 'PATCH',
  path: '/api/apps/{appId}',
  summary: 'Change an app; what is left out stays, and its kind does in any case',
  access: { who: 'session', permission: 'organization:manage', stepUp: true },
  params: appParams,
  body: z.strictObject({
    revision: z.int().check(z.minimum(0)),
    name: z.optional(appNameSchema),
    address: z.optional(appAddressSchema),
    ...settings,
  }),
  output: appSchema,
  problems: ['app_name_taken', 'changed_meanwhile', 'step_up_required'],
});

export const orderApps = defineEndpoint({
  operation: 'orderApps',
  method: 'POST',
  path: '/api/app-order',
  summary: 'Put the tiles into an order; apps that are not named come last',
  access: { who: 'session', permission: 'organization:manage' },
  body: z.strictObject({ appIds: idsSchema }),
  output: null,
  problems: [],
});

export const deleteApp = defineEndpoint({
  operation: 'deleteApp',
  method: 'DELETE',
  path: '/api/apps/{appId}',
  summary: 'Delete an app: its secrets stop working, and nobody can open it any more',
  access: { who: 'session', permission: 'organization:manage', stepUp: true },
  params: appParams,
  output: null,
  problems: ['step_up_required'],
});

/** How long an old secret may go on beside a new one. */
export const secretOverlapHours = [0, 24, 168] as const;

export const makeAppSecret = defineEndpoint({
  operation: 'makeAppSecret',
  method: 'POST',
  path: '/api/apps/{appId}/secrets',
  summary: 'Make a new secret for an app; the ones before work for so many hours more',
  access: { who: 'session', permission: 'organization:manage', stepUp: true },
  params: appParams,
  body: z.strictObject({ overlapHours: z.literal(secretOverlapHours) }),
  output: withSecret,
  problems: ['step_up_required'],
});

const appSessionSchema = z.object({
  id: idSchema,
  user: z.string(),
  /** Where they were; `null` elsewhere than on a device. */
  device: z.nullable(z.string()),
  openedAt: instantSchema,
  endedAt: z.nullable(instantSchema),
  /** Whether the app was told of the end; `none`: it has no address for that, or ended the session itself. */
  logout: z.enum(['none', 'waiting', 'answered', 'failed']),
  /** Why it could not be told, for a person. */
  logoutFailure: z.nullable(z.string()),
});
export type AppSession = z.infer<typeof appSessionSchema>;

/** So many are listed. */
export const appSessionsMost = 20;

export const listAppSessions = defineEndpoint({
  operation: 'listAppSessions',
  method: 'GET',
  path: '/api/apps/{appId}/sessions',
  summary: `Who opened an app last, the last ${appSessionsMost}, and whether it answered when it was told of the end`,
  access: { who: 'session', permission: 'organization:manage' },
  params: appParams,
  output: z.object({ sessions: z.array(appSessionSchema) }),
  problems: [],
});

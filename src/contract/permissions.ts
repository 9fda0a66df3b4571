// The permissions that a role may hold, with their plain words and the assurance that each one asks for.

/** What a session stands on, weakest first; a passkey used later raises it. */
export const assurances = ['pin', 'password', 'passkey'] as const;
export type Assurance = (typeof assurances)[number];

/** What permissions are about, in the order in which a screen shows them. */
export const permissionGroups = ['Devices', 'Users', 'Partners', 'Roles and units', 'Organization'] as const;
export type PermissionGroup = (typeof permissionGroups)[number];

type PermissionTerms = {
  readonly label: string;
  readonly group: PermissionGroup;
  readonly assurance: Assurance;
};

export const permissions = {
  'tablet:use': { label: 'Sign in on shared tablets with a PIN', group: 'Devices', assurance: 'pin' },
  'devices:read': { label: 'See the authorized devices', group: 'Devices', assurance: 'pin' },
  'devices:authorize': { label: 'Authorize and rename devices', group: 'Devices', assurance: 'password' },
  'devices:revoke': {
    label: 'Revoke devices and lift their pauses',
    group: 'Devices',
    assurance: 'password',
  },
  'users:read': { label: 'See the users of the organization', group: 'Users', assurance: 'pin' },
  'users:manage': {
    label: 'Add, invite, change, suspend and delete users',
    group: 'Users',
    assurance: 'password',
  },
  'pins:answer': { label: 'Give a new PIN to users who forgot theirs', group: 'Users', assurance: 'pin' },
  'partners:read': { label: 'See partner companies', group: 'Partners', assurance: 'password' },
  'partners:manage': {
    label: 'Add, change and suspend partner companies',
    group: 'Partners',
    assurance: 'password',
  },
  'roles:manage': {
    label: 'Create, change and delete roles',
    group: 'Roles and units',
    assurance: 'password',
  },
  'units:read': { label: 'See the organizational units', group: 'Roles and units', assurance: 'pin' },
  'units:manage': {
    label: 'Create, change and delete organizational units',
    group: 'Roles and units',
    assurance: 'password',
  },
  'audit:read': { label: 'Read and export the audit trail', group: 'Organization', assurance: 'password' },
  'organization:manage': {
    label: 'Change the settings of the organization',
    group: 'Organization',
    assurance: 'password',
  },
  'organization:own': { label: 'Own the organization', group: 'Organization', assurance: 'password' },
} as const satisfies Record<string, PermissionTerms>;

export type Permission = keyof typeof permissions;

const names = new Set<string>(Object.keys(permissions));

/** Tells whether a text is the name of a permission; stored roles may hold one that a newer version knew. */
export function isPermission(name: string): name is Permission {
  return names.has(name);
}

export const allPermissions: readonly Permission[] = Object.keys(permissions).filter(isPermission);

/** What a session may do that was opened without the server: what harms little until the server has checked it. */
export const offlinePermissions: readonly Permission[] = ['tablet:use'];

const beyondTheFloor: readonly Permission[] = [
  'devices:authorize',
  'devices:revoke',
  'partners:manage',
  'roles:manage',
  'units:manage',
  'audit:read',
  'organization:manage',
  'organization:own',
];

/** Tells whether a role is an admin's: tablets hold nothing of its users’ PINs. */
export function isAdminRole(permissions: Iterable<Permission>): boolean {
  const held = new Set(permissions);
  return beyondTheFloor.some((permission) => held.has(permission));
}

/** Tells whether a role gives power: a PIN alone does not open all of it. An organization may ask its users for a passkey. */
export function hasPower(held: Iterable<Permission>): boolean {
  return [...held].some((permission) => permissions[permission].assurance !== 'pin');
}

/** Tells whether an assurance is at least as strong as the one asked for. */
export function isAssured(held: Assurance, asked: Assurance): boolean {
  return assurances.indexOf(held) >= assurances.indexOf(asked);
}

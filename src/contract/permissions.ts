// The permissions that a role may hold, with their plain words and the assurance that each one asks for.

/** How a session was opened, weakest first. */
export const assurances = ['pin', 'password', 'passkey'] as const;
export type Assurance = (typeof assurances)[number];

type PermissionTerms = { readonly label: string; readonly assurance: Assurance };

export const permissions = {
  'tablet:use': { label: 'Sign in on shared tablets with a PIN', assurance: 'pin' },
  'users:read': { label: 'See the people of the organization', assurance: 'pin' },
  'users:manage': { label: 'Add, change and suspend people', assurance: 'password' },
  'devices:read': { label: 'See the authorized devices', assurance: 'pin' },
  'devices:authorize': { label: 'Authorize devices', assurance: 'password' },
  'devices:revoke': { label: 'Revoke devices and lift their pauses', assurance: 'password' },
  'audit:read': { label: 'Read the audit trail', assurance: 'password' },
  'organization:manage': { label: 'Change the settings of the organization', assurance: 'password' },
  'organization:own': { label: 'Own the organization', assurance: 'password' },
} as const satisfies Record<string, PermissionTerms>;

export type Permission = keyof typeof permissions;

const names = new Set<string>(Object.keys(permissions));

/** Tells whether a text is the name of a permission; stored roles may hold one that a newer version knew. */
export function isPermission(name: string): name is Permission {
  return names.has(name);
}

export const allPermissions: readonly Permission[] = Object.keys(permissions).filter(isPermission);

/** Tells whether an assurance is at least as strong as the one asked for. */
export function isAssured(held: Assurance, asked: Assurance): boolean {
  return assurances.indexOf(held) >= assurances.indexOf(asked);
}

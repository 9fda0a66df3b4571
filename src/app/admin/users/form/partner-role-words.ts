// What a role lets a partner's user do, in plain words: less than the same permission opens to others.
import { partnerPermissions } from '../../../../contract/built-in-roles.ts';
import { type Permission, permissions } from '../../../../contract/permissions.ts';

const words: Readonly<Record<(typeof partnerPermissions)[number], string>> = {
  'tablet:use': permissions['tablet:use'].label,
  'users:read': 'See users of the same partner',
  'users:manage': 'Add, invite, change, suspend and delete users of the same partner',
};

/** One sentence part for each permission; "Nothing yet" for a role without any. */
export function describePartnerRole(held: readonly Permission[]): string {
  const parts = partnerPermissions.filter((name) => held.includes(name)).map((name) => words[name]);
  return parts.join(' · ') || 'Nothing yet';
}

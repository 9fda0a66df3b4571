// The places of the settings, and the permission that opens each.
import type { Session } from '../../contract/endpoints/session.ts';
import type { Permission } from '../../contract/permissions.ts';
import type { NavigationPlace } from '../ui/admin/admin-frame.tsx';
import { AuditIcon, OrganizationIcon, RolesIcon, TabletIcon, UnitsIcon, UsersIcon } from '../ui/icons.tsx';

interface SettingsPlace extends NavigationPlace {
  permission: Permission;
}

const places: readonly SettingsPlace[] = [
  { href: '/settings/users', label: 'Users', icon: UsersIcon, permission: 'users:read' },
  { href: '/settings/roles', label: 'Roles', icon: RolesIcon, permission: 'users:read' },
  { href: '/settings/units', label: 'Units', icon: UnitsIcon, permission: 'units:read' },
  { href: '/settings/devices', label: 'Authorized Devices', icon: TabletIcon, permission: 'devices:read' },
  {
    href: '/settings/organization',
    label: 'Organization',
    icon: OrganizationIcon,
    permission: 'organization:manage',
  },
  { href: '/settings/audit', label: 'Audit trail', icon: AuditIcon, permission: 'audit:read' },
];

/** The places that are open to the one who is signed in, in their order. */
export function openPlaces({ permissions }: Pick<Session, 'permissions'>): readonly SettingsPlace[] {
  return places.filter(({ permission }) => permissions.includes(permission));
}

/** The place of a path, whether it is open or not. */
export function findPlace(path: string): SettingsPlace | undefined {
  return places.find(({ href }) => href === path.replace(/\/+$/, ''));
}

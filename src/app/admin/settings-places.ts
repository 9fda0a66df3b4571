// The places of the settings, and the permission that opens each.
import type { Session } from '../../contract/endpoints/session.ts';
import type { Permission } from '../../contract/permissions.ts';
import type { NavigationPlace } from '../ui/admin/admin-frame.tsx';
import {
  AppsIcon,
  AuditIcon,
  OrganizationIcon,
  PartnersIcon,
  RolesIcon,
  TabletIcon,
  UnitsIcon,
  UsersIcon,
} from '../ui/icons.tsx';

interface SettingsPlace extends NavigationPlace {
  permission: Permission;
  /** Open to a partner's users, too: everything else is the organization's own. */
  forPartners?: true;
  /** Closed to those who are limited to units: there is nothing of theirs to change. */
  ofWhole?: true;
}

const places: readonly SettingsPlace[] = [
  {
    href: '/settings/users',
    label: 'Users',
    icon: UsersIcon,
    permission: 'users:read',
    forPartners: true,
  },
  { href: '/settings/partners', label: 'Partners', icon: PartnersIcon, permission: 'partners:read' },
  { href: '/settings/roles', label: 'Roles', icon: RolesIcon, permission: 'users:read' },
  { href: '/settings/units', label: 'Units', icon: UnitsIcon, permission: 'units:read' },
  { href: '/settings/devices', label: 'Authorized Devices', icon: TabletIcon, permission: 'devices:read' },
  {
    href: '/settings/apps',
    label: 'Apps',
    icon: AppsIcon,
    permission: 'organization:manage',
    ofWhole: true,
  },
  {
    href: '/settings/organization',
    label: 'Organization',
    icon: OrganizationIcon,
    permission: 'organization:manage',
    ofWhole: true,
  },
  { href: '/settings/audit', label: 'Audit trail', icon: AuditIcon, permission: 'audit:read' },
];

type Reach = Pick<Session, 'permissions' | 'isPartner' | 'limitedToUnits'>;

/** Whether a place is open to the one who is signed in. */
export function isOpen(
  { permission, forPartners, ofWhole }: SettingsPlace,
  { permissions, isPartner, limitedToUnits }: Reach,
): boolean {
  return (
    permissions.includes(permission) && (!isPartner || forPartners === true) && !(limitedToUnits && ofWhole)
  );
}

/** Why a place is closed, and what to do. */
export function explainClosed({ label, permission }: SettingsPlace, session: Session): string {
  return session.limitedToUnits && session.permissions.includes(permission)
    ? `“${label}” applies to the whole organization, but you’re limited to units. Ask somebody who isn’t.`
    : `Your role, ${session.role.name}, doesn’t include “${label}”. Ask an admin of your organization.`;
}

/** The places that are open to the one who is signed in, in their order. */
export function openPlaces(session: Reach): readonly SettingsPlace[] {
  return places.filter((place) => isOpen(place, session));
}

/** The same places, with what waits at the devices. */
export function countWaiting(open: readonly NavigationPlace[], toReview: number): readonly NavigationPlace[] {
  return open.map((place) =>
    place.href === '/settings/devices'
      ? { ...place, waiting: { count: toReview, what: 'to review' } }
      : place,
  );
}

/** The place of a path, whether it is open or not. */
export function findPlace(path: string): SettingsPlace | undefined {
  return places.find(({ href }) => href === path.replace(/\/+$/, ''));
}

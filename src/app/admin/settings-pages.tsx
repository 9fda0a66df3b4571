// The screens under /settings: which one stands at which path, and what is said where there is none.
import { Redirect, useLocation } from 'wouter';
import type { Session } from '../../contract/endpoints/session.ts';
import { landingPath } from '../auth/return-path.ts';
import { PageHeader } from '../ui/admin/page-header.tsx';
import { ButtonLink } from '../ui/button-link.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { AccountFrame } from './account-frame.tsx';
import { AppsPage } from './apps/apps-page.tsx';
import { AuditPage } from './audit/audit-page.tsx';
import { DevicesPage } from './devices/devices-page.tsx';
import { OrganizationPage } from './organization/organization-page.tsx';
import { PartnersPage } from './partners/partners-page.tsx';
import { RolesPage } from './roles/roles-page.tsx';
import { explainClosed, findPlace, isOpen, openPlaces } from './settings-places.ts';
import { UnitsPage } from './units/units-page.tsx';
import { UsersPage } from './users/list/users-page.tsx';

function NoScreen({ title, lead, session }: { title: string; lead: string; session: Session }) {
  usePageTitle(title);
  const [first] = openPlaces(session);
  return (
    <>
      <PageHeader title={title} lead={lead} />
      <div>
        {first ? (
          <ButtonLink href={first.href} variant="primary">
            Go to {first.label}
          </ButtonLink>
        ) : (
          <ButtonLink href="/account" variant="primary">
            Go to My User Account
          </ButtonLink>
        )}
      </div>
    </>
  );
}

function SettingsScreen({ path, session }: { path: string; session: Session }) {
  if (path === '/settings')
    return <Redirect to={openPlaces(session)[0]?.href ?? landingPath(session)} replace />;
  const place = findPlace(path);
  if (!place) {
    const lead = 'The address may be mistyped, or the page has moved.';
    return <NoScreen title="Page not found" lead={lead} session={session} />;
  }
  if (!isOpen(place, session)) {
    const lead = explainClosed(place, session);
    return <NoScreen title="You can’t open this page" lead={lead} session={session} />;
  }
  switch (place.href) {
    case '/settings/users':
      return <UsersPage session={session} />;
    case '/settings/partners':
      return <PartnersPage session={session} />;
    case '/settings/roles':
      return <RolesPage session={session} />;
    case '/settings/units':
      return <UnitsPage session={session} />;
    case '/settings/devices':
      return <DevicesPage session={session} />;
    case '/settings/apps':
      return <AppsPage />;
    case '/settings/organization':
      return <OrganizationPage />;
    default:
      return <AuditPage session={session} />;
  }
}

/** Stands at `/settings` and below. */
export default function SettingsPages() {
  const [location] = useLocation();
  const path = location.replace(/\/+$/, '');
  return (
    <AccountFrame settingsPath={path}>
      {(session) => <SettingsScreen path={path} session={session} />}
    </AccountFrame>
  );
}

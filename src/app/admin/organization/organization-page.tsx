// The screen "Organization": its name, and what it wants of its tablets.
import { PageHeader } from '../../ui/admin/page-header.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { askAnew, Newest } from '../newest.tsx';
import { MailPanel } from './mail-panel.tsx';
import { OrganizationForm } from './organization-form.tsx';
import { organizationQuery } from './organization-query.ts';
import { TransferOwnership } from './transfer-ownership.tsx';

/** Stands at `/settings/organization`. */
export function OrganizationPage() {
  usePageTitle('Organization');
  return (
    <>
      <PageHeader title="Organization" lead="Settings for all users and devices." />
      <Newest of={['organization']} ask={() => askAnew(organizationQuery)}>
        {(organization) => (
          <>
            <OrganizationForm organization={organization} />
            <MailPanel delivery={organization.mailDelivery} />
            <TransferOwnership />
          </>
        )}
      </Newest>
    </>
  );
}

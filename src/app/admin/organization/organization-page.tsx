// The screen "Organization": its name, and what it wants of its tablets.
import { useQuery } from '@tanstack/react-query';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { PageHeader } from '../../ui/admin/page-header.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { Progress } from '../../ui/spinner.tsx';
import { OrganizationForm } from './organization-form.tsx';
import { organizationQuery } from './organization-query.ts';
import { TransferOwnership } from './transfer-ownership.tsx';

/** Stands at `/settings/organization`. */
export function OrganizationPage() {
  usePageTitle('Organization');
  const { data, error, isPending, refetch } = useQuery(organizationQuery);
  return (
    <>
      <PageHeader title="Organization" lead="Settings for all users and devices." />
      <FailureNotice failure={error} onRetry={() => void refetch()} />
      {isPending && <Progress label="Loading…" />}
      {data && (
        <>
          <OrganizationForm organization={data} />
          <TransferOwnership />
        </>
      )}
    </>
  );
}

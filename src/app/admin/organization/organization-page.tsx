// The screen "Organization": its name, and what it wants of its tablets.
import { useQuery } from '@tanstack/react-query';
import { usePageTitle } from '../../page-title.ts';
import { Facts } from '../../ui/admin/facts.tsx';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { PageHeader, Panel } from '../../ui/admin/page-header.tsx';
import { Progress } from '../../ui/spinner.tsx';
import { OrganizationForm } from './organization-form.tsx';
import { organizationQuery } from './organization-query.ts';
import { TransferOwnership } from './transfer-ownership.tsx';

const styles = {
  pin: 'PIN only: the PIN says who it is',
  'name-then-pin': 'Name, then PIN',
};

/** Stands at `/settings/organization`. */
export function OrganizationPage() {
  usePageTitle('Organization');
  const { data, error, isPending, refetch } = useQuery(organizationQuery);
  return (
    <>
      <PageHeader title="Organization" lead="What holds for everybody, and for every tablet." />
      <FailureNotice failure={error} onRetry={() => void refetch()} />
      {isPending && <Progress label="Loading…" />}
      {data && (
        <>
          <Panel title="Settings">
            <OrganizationForm organization={data} />
          </Panel>
          <Panel title="PINs">
            <Facts
              facts={[
                { label: 'PIN length', value: `${data.pinLength} digits` },
                { label: 'Sign-in style', value: styles[data.signInStyle] },
              ]}
            />
          </Panel>
        </>
      )}
      <TransferOwnership />
    </>
  );
}

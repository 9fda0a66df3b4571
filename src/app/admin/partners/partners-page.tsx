// The screen "Partners": outside companies whose users get accounts, and the page of the one that is selected.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import type { Session } from '../../../contract/endpoints/session.ts';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { PageHeader, Toolbar } from '../../ui/admin/page-header.tsx';
import { SearchField } from '../../ui/admin/search-field.tsx';
import { showToast } from '../../ui/admin/toast.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PartnersIcon, PlusIcon } from '../../ui/icons.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { sayCount } from '../say-count.ts';
import { PartnerDialog } from './partner-dialog.tsx';
import { PartnerPage } from './partner-page.tsx';
import { findPartners, partnersQuery, refreshPartners } from './partner-queries.ts';
import { PartnersTable, pathOfPartner } from './partners-table.tsx';

/** Stands at `/settings/partners`; the address keeps which partner is selected. */
export function PartnersPage({ session }: { session: Session }) {
  const [parameters] = useSearchParams();
  const partnerId = parameters.get('partner');
  return partnerId ? (
    <PartnerPage key={partnerId} partnerId={partnerId} session={session} />
  ) : (
    <PartnerList session={session} />
  );
}

function NoPartner({ search, onClear }: { search: string; onClear: () => void }) {
  return search ? (
    <EmptyState
      icon={<PartnersIcon size={32} />}
      title="No partners match"
      action={<Button onClick={onClear}>Show all partners</Button>}
    >
      No name or contact contains “<bdi>{search}</bdi>”.
    </EmptyState>
  ) : (
    <EmptyState icon={<PartnersIcon size={32} />} title="No partners yet">
      Add a company, such as a supplier or an agency, then its users. They see only each other.
    </EmptyState>
  );
}

function PartnerList({ session }: { session: Session }) {
  usePageTitle('Partners');
  const [, navigate] = useLocation();
  const [parameters, setParameters] = useSearchParams();
  const search = (parameters.get('search') ?? '').slice(0, 100);
  const setSearch = (text: string) => setParameters(text === '' ? {} : { search: text }, { replace: true });
  const { data, error, isPending, refetch } = useQuery(partnersQuery);
  const [adding, setAdding] = useState(false);
  const found = findPartners(data ?? [], search);
  return (
    <>
      <PageHeader
        title="Partners"
        lead="Outside companies with accounts. Their users see only each other."
        action={
          session.permissions.includes('partners:manage') &&
          !session.limitedToUnits && (
            <Button variant="primary" icon={<PlusIcon />} onClick={() => setAdding(true)}>
              Add Partner
            </Button>
          )
        }
      />
      <Toolbar>
        <SearchField label="Search partners" value={search} onChange={setSearch} />
        <span role="status">{data && sayCount(found.length, 'partner')}</span>
      </Toolbar>
      <FailureNotice failure={error} onRetry={() => void refetch()} />
      {(data || isPending) && (
        <PartnersTable
          partners={found}
          loading={isPending}
          onOpen={(partner) => navigate(pathOfPartner(partner))}
          empty={<NoPartner search={search.trim()} onClear={() => setSearch('')} />}
        />
      )}
      {adding && (
        <PartnerDialog
          partner={null}
          onDone={(partner) => {
            refreshPartners();
            showToast({ tone: 'success', title: `Added ${partner.name}` });
            navigate(pathOfPartner(partner));
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  );
}

// The list of partners: name, contact, users and state.
import type { ReactNode } from 'react';
import type { Partner } from '../../../contract/endpoints/partners.ts';
import { CellLink } from '../../ui/admin/cell-link.tsx';
import { type DataColumn, DataTable, NamedCell } from '../../ui/admin/data-table.tsx';
import { PartnerState } from './partner-state.tsx';
import './partners.css';

/** The address of one partner's page. */
export const pathOfPartner = ({ id }: Pick<Partner, 'id'>) => `/settings/partners?partner=${id}`;

const columns: readonly DataColumn<Partner>[] = [
  {
    id: 'name',
    header: 'Name',
    names: true,
    cell: (partner) => (
      <span className="fk-table-named fk-partner-name">
        <CellLink href={pathOfPartner(partner)}>
          <bdi>{partner.name}</bdi>
        </CellLink>
      </span>
    ),
  },
  {
    id: 'contact',
    header: 'Contact',
    room: 'medium',
    cell: ({ contactName, contactEmail, contactPhone }) => {
      const [first = '', ...rest] = [contactName, contactEmail, contactPhone].filter(Boolean);
      return <NamedCell name={first ?? ''} detail={rest.length > 0 && <bdi>{rest.join(' · ')}</bdi>} />;
    },
  },
  { id: 'people', header: 'Users', align: 'end', cell: ({ userCount }) => userCount },
  { id: 'state', header: 'State', cell: (partner) => <PartnerState partner={partner} /> },
];

export interface PartnersTableProps {
  partners: readonly Partner[];
  loading: boolean;
  empty: ReactNode;
  onOpen: (partner: Partner) => void;
}

/** A click or tap on a row opens it like its name. */
export function PartnersTable({ partners, loading, empty, onOpen }: PartnersTableProps) {
  return (
    <DataTable
      label="Partners"
      columns={columns}
      rows={partners}
      rowKey={({ id }) => id}
      onOpen={onOpen}
      loading={loading}
      empty={empty}
    />
  );
}

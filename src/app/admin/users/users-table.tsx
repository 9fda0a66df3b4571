// The list of people.

import type { ReactNode } from 'react';
import type { User } from '../../../contract/endpoints/users.ts';
import { type DataColumn, DataTable, NamedCell } from '../../ui/admin/data-table.tsx';
import { Moment } from '../../ui/admin/moment.tsx';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { InfoIcon, PencilIcon } from '../../ui/icons.tsx';
import './users.css';

export interface UsersTableProps {
  users: readonly User[];
  loading: boolean;
  empty: ReactNode;
  /** Whether the one who looks may change people at all. */
  canManage: boolean;
  onOpen: (user: User) => void;
}

function SignInWays({ user }: { user: User }) {
  const canUsePassword = user.hasPassword && user.email !== null;
  return (
    <span className="fk-badges">
      {user.hasPin && (
        <Badge tone={user.pinDisabled ? 'warning' : 'neutral'}>
          {user.pinDisabled ? 'PIN disabled' : 'PIN'}
        </Badge>
      )}
      {canUsePassword && <Badge>E-mail</Badge>}
      {!user.hasPin && !canUsePassword && <span className="fk-list-detail">None yet</span>}
    </span>
  );
}

const columns: readonly DataColumn<User>[] = [
  {
    id: 'name',
    header: 'Name',
    names: true,
    cell: ({ name, username }) => <NamedCell name={name} detail={<bdi>{username}</bdi>} />,
  },
  { id: 'role', header: 'Role', room: 'medium', cell: ({ role }) => <bdi>{role.name}</bdi> },
  {
    id: 'state',
    header: 'State',
    cell: ({ state }) =>
      state === 'active' ? <Badge tone="success">Active</Badge> : <Badge tone="warning">Suspended</Badge>,
  },
  { id: 'ways', header: 'Sign-in', room: 'medium', cell: (user) => <SignInWays user={user} /> },
  {
    id: 'last',
    header: 'Last sign-in',
    room: 'wide',
    cell: ({ lastSignInAt }) => (lastSignInAt ? <Moment at={lastSignInAt} /> : 'Never'),
  },
];

/** A double click or double tap on a row opens it like its pencil. */
export function UsersTable({ users, loading, empty, canManage, onOpen }: UsersTableProps) {
  const edit: DataColumn<User> = {
    id: 'edit',
    header: 'Edit',
    headerUnseen: true,
    align: 'end',
    cell: (user) =>
      user.editable ? (
        <IconButton label="Edit" tone="edit" onClick={() => onOpen(user)}>
          <PencilIcon size={22} />
        </IconButton>
      ) : (
        <IconButton label="Why not editable" onClick={() => onOpen(user)}>
          <InfoIcon size={22} />
        </IconButton>
      ),
  };
  return (
    <DataTable
      label="Users"
      columns={canManage ? [...columns, edit] : columns}
      rows={users}
      rowKey={({ id }) => id}
      onOpen={canManage ? onOpen : undefined}
      loading={loading}
      empty={empty}
    />
  );
}

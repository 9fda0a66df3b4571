// The list of users: sorted by its columns, selected by its boxes, opened by a click or tap on the row, or by its pencil.
import type { ReactNode } from 'react';
import type { Selection } from 'react-aria-components';
import type { User } from '../../../../contract/endpoints/users.ts';
import { type DataColumn, DataTable, NamedCell } from '../../../ui/admin/data-table.tsx';
import { Ago, Moment } from '../../../ui/admin/moment.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { InfoIcon, PencilIcon } from '../../../ui/icons.tsx';
import { UserState } from '../user-state.tsx';
import { firstOrder, type UserSort, type UsersView } from './users-view.ts';
import './users.css';

export interface UsersTableProps {
  users: readonly User[];
  loading: boolean;
  empty: ReactNode;
  /** Whether the one who looks may change users at all. */
  canManage: boolean;
  onOpen: (user: User) => void;
  view: Pick<UsersView, 'sort' | 'order'>;
  onSort: (sort: Pick<UsersView, 'sort' | 'order'>) => void;
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
}

const isOver = (end: string | null) => end !== null && Date.parse(end) <= Date.now();

function sayPin({ pinDisabled, pinChange, pinExpiresAt }: User): string {
  if (pinDisabled) return 'PIN disabled';
  if (isOver(pinExpiresAt)) return 'PIN expired';
  if (pinChange === 'temporary') return 'Temporary PIN';
  return pinChange === null ? 'PIN' : 'PIN to be changed';
}

function sayPassword({ passwordExpiresAt }: User): string {
  if (isOver(passwordExpiresAt)) return 'Password expired';
  return passwordExpiresAt === null ? 'Email' : 'One-time password';
}

/** Until when the secrets work that somebody else has seen. */
function SecretEnds({ user: { pinExpiresAt, passwordExpiresAt } }: { user: User }) {
  const ends = [
    { what: 'PIN', at: pinExpiresAt },
    { what: 'password', at: passwordExpiresAt },
  ];
  const open = ends.flatMap(({ what, at }) => (at === null || isOver(at) ? [] : { what, at }));
  return open.map(({ what, at }) => (
    <span key={what} className="fk-list-detail">
      {open.length > 1 && `${what} `}until <Moment at={at} />
    </span>
  ));
}

function SignInWays({ user }: { user: User }) {
  const canUsePassword = user.hasPassword && user.email !== null;
  return (
    <span className="fk-row fk-gap-1">
      {user.hasPin && (
        <Badge tone={user.pinDisabled || isOver(user.pinExpiresAt) ? 'warning' : 'neutral'}>
          {sayPin(user)}
        </Badge>
      )}
      {canUsePassword && (
        <Badge tone={isOver(user.passwordExpiresAt) ? 'warning' : 'neutral'}>{sayPassword(user)}</Badge>
      )}
      <SecretEnds user={user} />
      {user.pinChange === 'device-revoked' && <span className="fk-list-detail">a device was revoked</span>}
      {!user.hasPin && !canUsePassword && <span className="fk-list-detail">None yet</span>}
    </span>
  );
}

/** Where somebody belongs, beside their username. */
function Belongings({ user: { username, partner, units } }: { user: User }) {
  const places = [...(partner ? [partner] : []), ...units];
  return (
    <>
      <bdi>{username}</bdi>
      {places.map(({ id, name }) => (
        <span key={id}>
          {' · '}
          <bdi>{name}</bdi>
        </span>
      ))}
    </>
  );
}

const columns: readonly (DataColumn<User> & { id: UserSort | 'ways' })[] = [
  {
    id: 'name',
    header: 'Name',
    names: true,
    sortable: true,
    cell: (user) => <NamedCell name={user.name} detail={<Belongings user={user} />} />,
  },
  { id: 'role', header: 'Role', room: 'medium', sortable: true, cell: ({ role }) => <bdi>{role.name}</bdi> },
  { id: 'state', header: 'State', sortable: true, cell: (user) => <UserState user={user} /> },
  { id: 'ways', header: 'Sign-in', room: 'medium', cell: (user) => <SignInWays user={user} /> },
  {
    id: 'last-sign-in',
    header: 'Last sign-in',
    room: 'wide',
    sortable: true,
    cell: ({ lastSignInAt }) => (lastSignInAt ? <Ago at={lastSignInAt} /> : 'Never'),
  },
];

/** A click or tap on a row opens it like its pencil. */
export function UsersTable(props: UsersTableProps) {
  const { users, loading, empty, canManage, onOpen, view, onSort, selected, onSelect } = props;
  const sortBy = (column: unknown) => {
    const sort = columns.find(({ id }) => id === column)?.id;
    if (!sort || sort === 'ways') return;
    const turned = view.order === 'up' ? 'down' : 'up';
    onSort({ sort, order: sort === view.sort ? turned : firstOrder(sort) });
  };
  const select = (keys: Selection) => {
    const all = users.filter(({ editable }) => editable).map(({ id }) => id);
    onSelect(keys === 'all' ? new Set(all) : new Set([...keys].map(String)));
  };
  const edit: DataColumn<User> = {
    id: 'edit',
    header: 'Edit',
    headerUnseen: true,
    align: 'end',
    cell: (user) =>
      user.editable ? (
        <IconButton label={`Edit ${user.name}`} tone="edit" onClick={() => onOpen(user)}>
          <PencilIcon size={22} />
        </IconButton>
      ) : (
        <IconButton label={`Why ${user.name} can’t be edited`} onClick={() => onOpen(user)}>
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
      sort={{ column: view.sort, direction: view.order === 'up' ? 'ascending' : 'descending' }}
      onSort={({ column }) => sortBy(column)}
      {...(canManage && {
        selected: new Set(selected),
        onSelect: select,
        unselectable: users.filter(({ editable }) => !editable).map(({ id }) => id),
      })}
      loading={loading}
      empty={empty}
    />
  );
}

// The list of roles: what each is called, how many users have it, and what it opens.
import type { Role } from '../../../contract/endpoints/roles.ts';
import { allPermissions } from '../../../contract/permissions.ts';
import { CellLink } from '../../ui/admin/cell-link.tsx';
import { type DataColumn, DataTable, NamedCell } from '../../ui/admin/data-table.tsx';
import { Badge } from '../../ui/badge.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { EyeIcon, PencilIcon, RolesIcon } from '../../ui/icons.tsx';
import { sayUsers } from '../say-count.ts';

const columns: readonly DataColumn<Role>[] = [
  {
    id: 'name',
    header: 'Role',
    names: true,
    cell: ({ name, builtIn }) => <NamedCell name={name} detail={builtIn ? 'Built-in' : 'Custom'} />,
  },
  {
    id: 'people',
    header: 'Users',
    cell: ({ id, name, userCount }) =>
      userCount === 0 ? (
        'Nobody'
      ) : (
        <CellLink href={`/settings/users?role=${id}`} label={`${sayUsers(userCount)} with the role ${name}`}>
          {sayUsers(userCount)}
        </CellLink>
      ),
  },
  {
    id: 'permissions',
    header: 'Permissions',
    room: 'medium',
    cell: ({ permissions }) => `${permissions.length} of ${allPermissions.length}`,
  },
  {
    id: 'passkey',
    header: 'Passkey',
    room: 'wide',
    cell: ({ needsPasskey }) => (needsPasskey ? <Badge>Required</Badge> : ''),
  },
  {
    id: 'partners',
    header: 'For partners',
    room: 'wide',
    cell: ({ forPartners }) => (forPartners ? <Badge>Partners, too</Badge> : ''),
  },
];

export interface RolesTableProps {
  roles: readonly Role[];
  loading: boolean;
  onOpen: (role: Role) => void;
}

/** A click or tap on a row opens it like its button. */
export function RolesTable({ roles, loading, onOpen }: RolesTableProps) {
  const open: DataColumn<Role> = {
    id: 'open',
    header: 'Open',
    headerUnseen: true,
    align: 'end',
    cell: (role) =>
      role.editable ? (
        <IconButton label={`Edit ${role.name}`} tone="edit" onClick={() => onOpen(role)}>
          <PencilIcon size={22} />
        </IconButton>
      ) : (
        <IconButton label={`Show ${role.name}`} onClick={() => onOpen(role)}>
          <EyeIcon size={22} />
        </IconButton>
      ),
  };
  return (
    <DataTable
      label="Roles"
      columns={[...columns, open]}
      rows={roles}
      rowKey={({ id }) => id}
      onOpen={onOpen}
      loading={loading}
      empty={<EmptyState icon={<RolesIcon size={32} />} title="No roles to show" />}
    />
  );
}

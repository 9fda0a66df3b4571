// The users of one partner, and the dialog that changes one of them.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Partner } from '../../../contract/endpoints/partners.ts';
import type { Session } from '../../../contract/endpoints/session.ts';
import type { User } from '../../../contract/endpoints/users.ts';
import { type DataColumn, DataTable, NamedCell } from '../../ui/admin/data-table.tsx';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { Ago } from '../../ui/admin/moment.tsx';
import { Pager } from '../../ui/admin/pager.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { InfoIcon, PencilIcon, UsersIcon } from '../../ui/icons.tsx';
import { NotEditableDialog } from '../users/form/not-editable-dialog.tsx';
import { UserDialog } from '../users/form/user-dialog.tsx';
import { noFilters } from '../users/list/users-view.ts';
import { useUserChoices } from '../users/use-user-choices.ts';
import type { UserOutcome } from '../users/user-outcome.ts';
import { usersQuery } from '../users/user-queries.ts';
import { UserState } from '../users/user-state.tsx';
import './partners.css';

const columns: readonly DataColumn<User>[] = [
  {
    id: 'name',
    header: 'Name',
    names: true,
    cell: ({ name, email, username }) => <NamedCell name={name} detail={<bdi>{email ?? username}</bdi>} />,
  },
  { id: 'phone', header: 'Phone', room: 'wide', cell: ({ phone }) => phone ?? 'No phone yet' },
  { id: 'role', header: 'Role', room: 'medium', cell: ({ role }) => <bdi>{role.name}</bdi> },
  { id: 'state', header: 'State', cell: (user) => <UserState user={user} /> },
  {
    id: 'last-sign-in',
    header: 'Last sign-in',
    room: 'wide',
    cell: ({ lastSignInAt }) => (lastSignInAt ? <Ago at={lastSignInAt} /> : 'Never'),
  },
];

interface PartnerPeopleProps {
  partner: Partner;
  session: Session;
  onOutcome: (outcome: UserOutcome) => void;
}

/** A click or tap on a row opens it like its pencil. */
export function PartnerPeople({ partner, session, onOutcome }: PartnerPeopleProps) {
  const canManage = session.permissions.includes('users:manage');
  const [page, setPage] = useState(1);
  const [opened, setOpened] = useState<User | null>(null);
  const view = { ...noFilters, search: '', partnerId: partner.id, sort: 'name', order: 'up', page } as const;
  const { data, error, isPending, refetch } = useQuery(usersQuery(view));
  // Fetched ahead, so that the dialog stands at once in its full size.
  useUserChoices(session, canManage);
  const edit: DataColumn<User> = {
    id: 'edit',
    header: 'Edit',
    headerUnseen: true,
    align: 'end',
    cell: (user) =>
      user.editable ? (
        <IconButton label={`Edit ${user.name}`} tone="edit" onClick={() => setOpened(user)}>
          <PencilIcon size={22} />
        </IconButton>
      ) : (
        <IconButton label={`Why ${user.name} is not editable`} onClick={() => setOpened(user)}>
          <InfoIcon size={22} />
        </IconButton>
      ),
  };
  return (
    <section className="fk-partner-part" aria-labelledby="partner-people">
      <h2 id="partner-people" className="fk-panel-title">
        Partner users
      </h2>
      <FailureNotice failure={error} onRetry={() => void refetch()} />
      {(data || isPending) && (
        <DataTable
          label={`Users of ${partner.name}`}
          columns={canManage ? [...columns, edit] : columns}
          rows={data?.users ?? []}
          rowKey={({ id }) => id}
          onOpen={canManage ? setOpened : undefined}
          loading={isPending}
          empty={
            <EmptyState icon={<UsersIcon size={32} />} title="No users yet">
              {canManage && partner.state === 'active' && 'Add the first one below.'}
            </EmptyState>
          }
        />
      )}
      {data && <Pager page={page} pageSize={data.pageSize} total={data.total} onPage={setPage} />}
      {opened?.editable && (
        <UserDialog
          key={opened.id}
          session={session}
          user={opened}
          onOutcome={onOutcome}
          onClose={() => setOpened(null)}
        />
      )}
      {opened && !opened.editable && (
        <NotEditableDialog user={opened} session={session} onClose={() => setOpened(null)} />
      )}
    </section>
  );
}

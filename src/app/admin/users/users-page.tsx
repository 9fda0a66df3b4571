// The screen "Users": the people of the organization, with search and pages.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Session } from '../../../contract/endpoints/session.ts';
import type { User } from '../../../contract/endpoints/users.ts';
import { useDeviceState } from '../../device-state.ts';
import { usePageTitle } from '../../page-title.ts';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { PageHeader, Toolbar } from '../../ui/admin/page-header.tsx';
import { Pager } from '../../ui/admin/pager.tsx';
import { SearchField } from '../../ui/admin/search-field.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PlusIcon, UsersIcon } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { organizationQuery } from '../organization/organization-query.ts';
import { NotEditableDialog } from './not-editable-dialog.tsx';
import { useUsersAddress } from './use-users-address.ts';
import { UserDialog } from './user-dialog.tsx';
import { rolesQuery, usersQuery } from './user-queries.ts';
import { UsersTable } from './users-table.tsx';

/** What to do next, while the owner is alone. */
function Welcome({ session }: { session: Session }) {
  const isLinked = useDeviceState(({ phase }) => phase === 'linked');
  const canAuthorize = session.permissions.includes('devices:authorize');
  return (
    <Notice
      tone="info"
      title={`Welcome to Floorkey, ${session.user.firstName || session.user.name}`}
      action={
        !isLinked && canAuthorize && <ButtonLink href="/settings/devices">Authorize a tablet</ButtonLink>
      }
    >
      Two steps to the first PIN: add people here, and authorize the tablet that they share.
    </Notice>
  );
}

function NobodyFound({ search, onClear }: { search: string; onClear: () => void }) {
  return (
    <EmptyState
      icon={<UsersIcon size={32} />}
      title={search ? 'Nobody is found' : 'Nobody is on this page'}
      action={<Button onClick={onClear}>{search ? 'Show everybody' : 'Go to the first page'}</Button>}
    >
      {search && (
        <>
          No name, username, e-mail address or role has “<bdi>{search}</bdi>” in it.
        </>
      )}
    </EmptyState>
  );
}

/** Stands at `/settings/users`. */
export function UsersPage({ session }: { session: Session }) {
  usePageTitle('Users');
  const canManage = session.permissions.includes('users:manage');
  const { text, setText, search, page, setPage } = useUsersAddress();
  const { data, error, isPending, refetch } = useQuery(usersQuery(search, page));
  // Fetched ahead, so that the dialog stands at once in its full size.
  useQuery({ ...rolesQuery, enabled: canManage });
  useQuery({ ...organizationQuery, enabled: canManage });
  const [opened, setOpened] = useState<User | 'new' | null>(null);
  const close = () => setOpened(null);
  const total = data?.total ?? 0;
  return (
    <>
      <PageHeader
        title="Users"
        lead="Who may sign in, and how."
        action={
          canManage && (
            <Button variant="primary" icon={<PlusIcon />} onClick={() => setOpened('new')}>
              Add user
            </Button>
          )
        }
      />
      {data && total === 1 && !search && canManage && <Welcome session={session} />}
      <Toolbar>
        <SearchField label="Search users" value={text} onChange={setText} />
        <span role="status">{data && `${total} ${total === 1 ? 'person' : 'people'}`}</span>
      </Toolbar>
      <FailureNotice failure={error} onRetry={() => void refetch()} />
      {(data || isPending) && (
        <UsersTable
          users={data?.users ?? []}
          loading={isPending}
          canManage={canManage}
          onOpen={setOpened}
          empty={<NobodyFound search={search} onClear={() => (search ? setText('') : setPage(1))} />}
        />
      )}
      {data && <Pager page={page} pageSize={data.pageSize} total={total} onPage={setPage} />}
      {opened === 'new' && <UserDialog session={session} user={null} onClose={close} />}
      {opened !== null && opened !== 'new' && opened.editable && (
        <UserDialog key={opened.id} session={session} user={opened} onClose={close} />
      )}
      {opened !== null && opened !== 'new' && !opened.editable && (
        <NotEditableDialog user={opened} session={session} onClose={close} />
      )}
    </>
  );
}

// The screen "Roles": what each role opens, and the way to make one's own.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Role } from '../../../contract/endpoints/roles.ts';
import type { Session } from '../../../contract/endpoints/session.ts';
import { queryClient } from '../../auth/server-state.tsx';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { PageHeader } from '../../ui/admin/page-header.tsx';
import { showToast } from '../../ui/admin/toast.tsx';
import { Button } from '../../ui/button.tsx';
import { PlusIcon } from '../../ui/icons.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { sayUsers } from '../say-count.ts';
import { rolesQuery } from '../users/user-queries.ts';
import { RoleDialog } from './role-dialog.tsx';
import { readHeld } from './role-values.ts';
import { RolesTable } from './roles-table.tsx';

type Opened = { role: Role | null; isCopy: boolean };

/** Users show their role, so their list is out of date, too. */
function showChanged(): void {
  for (const key of ['roles', 'users', 'session']) void queryClient.invalidateQueries({ queryKey: [key] });
}

/** Stands at `/settings/roles`. */
export function RolesPage({ session }: { session: Session }) {
  usePageTitle('Roles');
  const { data, error, isPending, refetch } = useQuery(rolesQuery);
  const [opened, setOpened] = useState<Opened | null>(null);
  const canManage = session.permissions.includes('roles:manage');
  const close = () => setOpened(null);
  const done = (title: string, text?: string) => {
    showChanged();
    showToast({ tone: 'success', title, text });
    close();
  };
  return (
    <>
      <PageHeader
        title="Roles"
        lead="A role says what users can do. Everyone has one, and changes apply immediately."
        action={
          canManage &&
          !session.limitedToUnits && (
            <Button
              variant="primary"
              icon={<PlusIcon />}
              onClick={() => setOpened({ role: null, isCopy: false })}
            >
              Create role
            </Button>
          )
        }
      />
      <FailureNotice failure={error} onRetry={() => void refetch()} />
      {(data || isPending) && (
        <RolesTable
          roles={data ?? []}
          loading={isPending}
          onOpen={(role) => setOpened({ role, isCopy: false })}
        />
      )}
      {opened && data && (
        <RoleDialog
          key={`${opened.role?.id} ${opened.isCopy}`}
          {...opened}
          held={readHeld(data, session.role.id)}
          ownRoleId={session.role.id}
          canManage={canManage}
          limitedToUnits={session.limitedToUnits}
          onCopy={(role) => setOpened({ role, isCopy: true })}
          onSaved={({ name }) => done(`Saved the role “${name}”`)}
          onDeleted={({ name }, moved) =>
            done(`Deleted the role “${name}”`, moved > 0 ? `${sayUsers(moved)} got another role.` : undefined)
          }
          onClose={close}
        />
      )}
    </>
  );
}

// The screen "Apps": what a PIN opens, in the order of the tiles on tablets.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type App, orderApps } from '../../../contract/endpoints/apps.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { type DataColumn, DataTable, NamedCell } from '../../ui/admin/data-table.tsx';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { PageHeader } from '../../ui/admin/page-header.tsx';
import { showToast } from '../../ui/admin/toast.tsx';
import { useWork } from '../../ui/admin/use-work.ts';
import { AppPicture } from '../../ui/app-picture.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { AppsIcon, ArrowUpIcon, PencilIcon, PlusIcon } from '../../ui/icons.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { AppDialog, AppSecretDialog } from './app-dialog.tsx';
import { appsQuery, showAppsChanged } from './app-queries.ts';
import './apps.css';

const columns: readonly DataColumn<App>[] = [
  {
    id: 'name',
    header: 'App',
    names: true,
    cell: ({ name, picture, address }) => (
      <span className="fk-app-name">
        <AppPicture picture={picture} size={28} />
        <NamedCell name={name} detail={<bdi>{address}</bdi>} />
      </span>
    ),
  },
  {
    id: 'kind',
    header: 'Kind',
    room: 'medium',
    cell: ({ kind }) => (kind === 'oidc' ? 'Sign-in with Floorkey' : 'Link'),
  },
  {
    id: 'seen',
    header: 'Seen by',
    room: 'wide',
    cell: ({ roleIds, unitIds, deviceIds }) =>
      roleIds.length + unitIds.length + deviceIds.length === 0 ? 'Everybody' : 'Some',
  },
];

/** The ids with one put before the one above it. */
function moveUp(apps: readonly App[], id: string): string[] {
  const ids = apps.map((app) => app.id);
  const at = ids.indexOf(id);
  if (at < 1) return ids;
  return [...ids.slice(0, at - 1), id, ...ids.slice(at - 1, at), ...ids.slice(at + 1)];
}

type Shown = { app: App; secret: string };

/** Stands at `/settings/apps`. */
export function AppsPage() {
  usePageTitle('Apps');
  const { data, error, isPending, refetch } = useQuery(appsQuery);
  const [opened, setOpened] = useState<{ app: App | null } | null>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  const work = useWork();
  const apps = data?.apps ?? [];
  const done = (title: string) => {
    void showAppsChanged();
    showToast({ tone: 'success', title });
    setOpened(null);
  };
  const actions: DataColumn<App> = {
    id: 'open',
    header: 'Actions',
    headerUnseen: true,
    align: 'end',
    cell: (app) => (
      <span className="fk-app-actions">
        {apps[0]?.id !== app.id && (
          <IconButton
            label={`Move ${app.name} up`}
            onClick={() =>
              work.run(async () => {
                await callSignedIn(orderApps, { body: { appIds: moveUp(apps, app.id) } });
                await showAppsChanged();
              })
            }
          >
            <ArrowUpIcon size={22} />
          </IconButton>
        )}
        <IconButton label={`Edit ${app.name}`} tone="edit" onClick={() => setOpened({ app })}>
          <PencilIcon size={22} />
        </IconButton>
      </span>
    ),
  };
  return (
    <>
      <PageHeader
        title="Apps"
        lead="What people open on a tablet after their PIN, in this order."
        action={
          <Button variant="primary" icon={<PlusIcon />} onClick={() => setOpened({ app: null })}>
            Add app
          </Button>
        }
      />
      <FailureNotice failure={error} onRetry={() => void refetch()} />
      <FailureNotice failure={work.failure} />
      {(data || isPending) && (
        <DataTable
          label="Apps"
          columns={[...columns, actions]}
          rows={apps}
          rowKey={({ id }) => id}
          onOpen={(app) => setOpened({ app })}
          loading={isPending}
          empty={
            <EmptyState icon={<AppsIcon size={32} />} title="No apps yet">
              Add what your shop works with: orders, stock, machines, a wiki. People tap their PIN, then the
              app.
            </EmptyState>
          }
        />
      )}
      {opened && (
        <AppDialog
          app={opened.app}
          onSaved={(app, secret) => {
            done(`Saved “${app.name}”`);
            if (secret !== null) setShown({ app, secret });
          }}
          onDeleted={({ name }) => done(`Deleted “${name}”`)}
          onClose={() => setOpened(null)}
        />
      )}
      {shown && data && <AppSecretDialog {...shown} issuer={data.issuer} onClose={() => setShown(null)} />}
    </>
  );
}

// The screen "Organizational units": the tree of sites, areas and lines.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Session } from '../../../contract/endpoints/session.ts';
import type { Unit } from '../../../contract/endpoints/units.ts';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { PageHeader } from '../../ui/admin/page-header.tsx';
import { showToast } from '../../ui/admin/toast.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PlusIcon, UnitsIcon } from '../../ui/icons.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { UnitDialog } from './unit-dialog.tsx';
import { growTree } from './unit-nodes.ts';
import { showUnitsChanged, unitsQuery } from './unit-queries.ts';
import { UnitTree } from './unit-tree.tsx';

/** A tree of more units than this begins with its top level alone. */
const unitsAtOnce = 60;

type Opened = { unit: Unit | null; parentId: string | null };

/** Stands at `/settings/units`. */
export function UnitsPage({ session }: { session: Session }) {
  usePageTitle('Organizational units');
  const { data, error, isPending, refetch } = useQuery(unitsQuery);
  const [opened, setOpened] = useState<Opened | null>(null);
  const canManage = session.permissions.includes('units:manage');
  const { units, isWhole } = data ?? { units: [], isWhole: true };
  const close = () => setOpened(null);
  const done = (title: string) => {
    showUnitsChanged();
    showToast({ tone: 'success', title });
    close();
  };
  const add = canManage && data && (
    <Button
      variant="primary"
      icon={<PlusIcon />}
      onClick={() => setOpened({ unit: null, parentId: isWhole ? null : (units[0]?.id ?? null) })}
    >
      Add unit
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Organizational units"
        lead="Sites, areas and lines. Users can be limited to some of them, and a device accepts only users of its unit and the units above it."
        action={add}
      />
      <FailureNotice failure={error} onRetry={() => void refetch()} />
      {isPending && <SkeletonRows label="Loading" rows={3} />}
      {data && units.length === 0 && (
        <EmptyState icon={<UnitsIcon size={32} />} title="No units yet">
          Without units, everyone sees the whole organization and can sign in on every device.
        </EmptyState>
      )}
      {units.length > 0 && (
        <UnitTree
          nodes={growTree(units)}
          beginsClosed={units.length > unitsAtOnce}
          canManage={canManage}
          onEdit={(unit) => setOpened({ unit, parentId: null })}
          onAddInside={({ id }) => setOpened({ unit: null, parentId: id })}
        />
      )}
      {opened && (
        <UnitDialog
          {...opened}
          onSaved={({ name }) => done(`Saved “${name}”`)}
          onDeleted={() => done(`Deleted “${opened.unit?.name}”`)}
          onClose={close}
        />
      )}
    </>
  );
}

// The unit of a device, to choose where there are units.
import { useQuery } from '@tanstack/react-query';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { Select } from '../../ui/admin/select.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { choosePlaces, noUnit } from '../units/unit-nodes.ts';
import { unitsQuery } from '../units/unit-queries.ts';

export interface UnitSelectProps {
  /** The id of a unit, or `noUnit`. */
  value: string | null;
  onChange: (id: string) => void;
  error: string | undefined;
}

/** Shows nothing where there are no units; that they are still loading, or could not be loaded, is said. */
export function UnitSelect({ value, onChange, error }: UnitSelectProps) {
  const { data, error: failure, refetch } = useQuery(unitsQuery);
  if (!data && failure) return <FailureNotice failure={failure} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows label="Loading the units" rows={1} />;
  if (data.units.length === 0) return null;
  const places = choosePlaces(data.units, new Set());
  const everybody = { id: noUnit, label: 'No unit', detail: 'For users who aren’t limited to units' };
  return (
    <Select
      label="Unit"
      hint="Users of this unit and of the units above it can sign in on this device, and users who aren’t limited to units."
      options={data.isWhole ? [everybody, ...places] : places}
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}

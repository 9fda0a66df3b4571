// The fields of a device: its name, and the unit that it stands in.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useFirstFocus } from '../../ui/admin/use-first-focus.ts';
import type { Form } from '../../ui/admin/use-form.ts';
import { Field } from '../../ui/field.tsx';
import { choosePlaces, noUnit } from '../units/unit-nodes.ts';
import { unitsQuery } from '../units/unit-queries.ts';
import { UnitSelect } from './unit-select.tsx';

/**
 * The unit of a new device while no other is chosen; `null` where none is to be chosen. As long as the units are not
 * known (`isKnown`), a device must not be made: without a unit it would be everybody's.
 */
export function useFirstPlace(withUnits: boolean): { first: string | null; isKnown: boolean } {
  const { data } = useQuery({ ...unitsQuery, enabled: withUnits });
  const first = data?.isWhole ? noUnit : (choosePlaces(data?.units ?? [], new Set())[0]?.id ?? null);
  return { first, isKnown: !withUnits || data !== undefined };
}

/** The part of a body that says the chosen unit; nothing where none is to be chosen. */
export function bodyOfPlace(place: string | null): { unitId?: string | null } {
  return place === null ? {} : { unitId: place === noUnit ? null : place };
}

export interface DeviceFieldsProps {
  form: Form<{ name: string; unitId: string }>;
  /** The id of a unit, or `noUnit`. */
  place: string | null;
  withUnits: boolean;
  /** The device has no name yet: how to name one is said, and the field gets the focus. */
  isNew?: boolean | undefined;
  /** What is said about the name. */
  children?: ReactNode;
}

/** Without the unit for those to whom units are not open. */
export function DeviceFields({ form, place, withUnits, isNew = false, children }: DeviceFieldsProps) {
  const field = useFirstFocus(isNew);
  return (
    <>
      <Field
        label="Device name"
        hint={isNew ? 'What people call it, such as “Front desk” or “Packing line 2”.' : undefined}
        autoComplete="off"
        required
        ref={field}
        {...form.field('name')}
      />
      {children}
      {withUnits && (
        <UnitSelect value={place} onChange={(unitId) => form.set({ unitId })} error={form.errors.unitId} />
      )}
    </>
  );
}

// The field that limits a user to some of the organizational units.
import { useId } from 'react';
import { Checkbox } from '../../../ui/admin/checkbox.tsx';
import { ErrorIcon } from '../../../ui/icons.tsx';
import type { UnitChoice } from './unit-choices.ts';
import './units-field.css';

export interface UnitsFieldProps {
  units: readonly UnitChoice[];
  value: readonly string[];
  error: string | undefined;
  /** With the ids in order. */
  onChange: (unitIds: string[]) => void;
}

/** Boxes in the order of the tree; whoever may reach a unit reaches what is below it. */
export function UnitsField({ units, value, error, onChange }: UnitsFieldProps) {
  const id = useId();
  const chosen = new Set(value);
  const toggle = (unitId: string, isSelected: boolean) =>
    onChange((isSelected ? [...chosen, unitId] : value.filter((one) => one !== unitId)).toSorted());
  return (
    <fieldset className="fk-unit-boxes fk-field" aria-describedby={`${id}-hint`}>
      <legend className="fk-field-label">Units</legend>
      <div className="fk-unit-boxes-list">
        {units.map((unit) => (
          <div key={unit.id} style={{ paddingInlineStart: `${unit.depth * 1.5}rem` }}>
            <Checkbox isSelected={chosen.has(unit.id)} onChange={(isSelected) => toggle(unit.id, isSelected)}>
              <bdi>{unit.name}</bdi>
            </Checkbox>
          </div>
        ))}
      </div>
      <div className="fk-field-hint" id={`${id}-hint`}>
        {chosen.size === 0
          ? 'None chosen: the whole organization.'
          : 'They see only the chosen units and those below.'}
      </div>
      {error && (
        <div className="fk-field-error" role="alert">
          <ErrorIcon size={18} />
          <span>{error}</span>
        </div>
      )}
    </fieldset>
  );
}

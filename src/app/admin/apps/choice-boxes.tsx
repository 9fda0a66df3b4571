// A group of boxes of which any number may be chosen, and what it means that none is.
import { useId } from 'react';
import { Checkbox } from '../../ui/admin/checkbox.tsx';
import '../users/form/units-field.css';

export interface ChoiceBoxesProps {
  label: string;
  choices: readonly { id: string; name: string; depth?: number }[];
  value: readonly string[];
  /** What it means that none is chosen. */
  none: string;
  /** What it means that some are. */
  some: string;
  onChange: (ids: string[]) => void;
}

/** Nothing where there is nothing to choose. */
export function ChoiceBoxes({ label, choices, value, none, some, onChange }: ChoiceBoxesProps) {
  const id = useId();
  if (choices.length === 0) return null;
  const toggle = (one: string, isSelected: boolean) =>
    onChange(isSelected ? [...value, one] : value.filter((other) => other !== one));
  return (
    <fieldset className="fk-unit-boxes fk-field" aria-describedby={`${id}-hint`}>
      <legend className="fk-field-label">{label}</legend>
      <div className="fk-unit-boxes-list">
        {choices.map(({ id: one, name, depth = 0 }) => (
          <div key={one} style={{ paddingInlineStart: `${depth * 1.5}rem` }}>
            <Checkbox isSelected={value.includes(one)} onChange={(isSelected) => toggle(one, isSelected)}>
              <bdi>{name}</bdi>
            </Checkbox>
          </div>
        ))}
      </div>
      <div className="fk-field-hint" id={`${id}-hint`}>
        {value.length === 0 ? none : some}
      </div>
    </fieldset>
  );
}

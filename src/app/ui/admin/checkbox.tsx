// A checkbox: with its label beside it, or alone in a row of a table.
import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox } from 'react-aria-components';
import './press-style.ts';
import './checkbox.css';

interface BoxProps {
  isSelected: boolean;
  isIndeterminate: boolean;
}

/** The mark is drawn only where it is meant: where colours are forced, none can hide it. */
function Box({ isSelected, isIndeterminate }: BoxProps) {
  return (
    <span className="fk-checkbox-box" aria-hidden="true">
      {(isSelected || isIndeterminate) && (
        <svg
          width="18"
          height="18"
          viewBox="0 0 24 24"
          fill="none"
          stroke="currentColor"
          strokeWidth="3.5"
          aria-hidden="true"
        >
          <path d={isIndeterminate ? 'M5 12h14' : 'M4.5 12.5l5 5L19.5 7'} />
        </svg>
      )}
    </span>
  );
}

export interface CheckboxProps {
  isSelected: boolean;
  onChange: (isSelected: boolean) => void;
  disabled?: boolean | undefined;
  /** The label. */
  children: ReactNode;
}

/** The box and its label are one target of at least 48 px. */
export function Checkbox({ isSelected, onChange, disabled = false, children }: CheckboxProps) {
  return (
    <AriaCheckbox className="fk-checkbox" isSelected={isSelected} onChange={onChange} isDisabled={disabled}>
      {({ isIndeterminate }) => (
        <>
          <Box isSelected={isSelected} isIndeterminate={isIndeterminate} />
          <span className="fk-checkbox-text">{children}</span>
        </>
      )}
    </AriaCheckbox>
  );
}

/** Selects a row of a table, or all of them when it stands in the head; the table says which and how it is called. */
export function SelectionCheckbox() {
  return (
    <AriaCheckbox slot="selection" className="fk-checkbox fk-checkbox-alone">
      {({ isSelected, isIndeterminate }) => <Box isSelected={isSelected} isIndeterminate={isIndeterminate} />}
    </AriaCheckbox>
  );
}

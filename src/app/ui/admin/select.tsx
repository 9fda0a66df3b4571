// A select: one choice out of a short list, with label, hint and error like the native fields.
import type { ReactNode } from 'react';
import {
  Select as AriaSelect,
  Button,
  FieldError,
  Label,
  ListBox,
  Popover,
  SelectValue,
  Text,
} from 'react-aria-components';
import { ChevronDownIcon, ErrorIcon } from '../icons.tsx';
import { OptionItem, type SelectOption } from './option-item.tsx';
import './press-style.ts';
import '../field.css';
import './admin.css';
import './select.css';

export interface SelectProps<Id extends string> {
  label: string;
  options: readonly SelectOption<Id>[];
  /** The id of the chosen option, or null while none is. */
  value: Id | null;
  onChange: (id: Id) => void;
  name?: string | undefined;
  hint?: ReactNode;
  error?: string | undefined;
  disabled?: boolean | undefined;
  placeholder?: string | undefined;
}

/** Opens a list of options under its button. */
export function Select<Id extends string>({
  label,
  options,
  value,
  onChange,
  name,
  hint,
  error,
  disabled = false,
  placeholder = 'Choose',
}: SelectProps<Id>) {
  const choose = (key: unknown) => {
    const chosen = options.find(({ id }) => id === key);
    if (chosen) onChange(chosen.id);
  };
  return (
    <AriaSelect
      className="fk-field"
      value={value}
      onChange={choose}
      isInvalid={Boolean(error)}
      isDisabled={disabled}
      placeholder={placeholder}
      {...(name === undefined ? {} : { name })}
    >
      <Label className="fk-field-label">{label}</Label>
      <Button className="fk-select">
        <SelectValue className="fk-select-value">
          {({ selectedText, isPlaceholder }) => (isPlaceholder ? placeholder : selectedText)}
        </SelectValue>
        <ChevronDownIcon />
      </Button>
      {hint && (
        <Text slot="description" className="fk-field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="fk-field-error">
        <ErrorIcon size={18} />
        <span>{error}</span>
      </FieldError>
      <Popover className="fk-popover">
        <ListBox className="fk-list" items={options}>
          {(option) => <OptionItem option={option} />}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

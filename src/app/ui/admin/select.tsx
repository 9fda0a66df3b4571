// A select: one choice out of a short list, with label, hint and error like the native fields.
import type { ReactNode } from 'react';
import {
  Select as AriaSelect,
  Button,
  FieldError,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
} from 'react-aria-components';
import { CheckIcon, ChevronDownIcon, ErrorIcon } from '../icons.tsx';
import './press-style.ts';
import '../field.css';
import './admin.css';
import './select.css';

/** One choice; `detail` is a second line that explains it. */
interface SelectOption {
  id: string;
  label: string;
  detail?: string | undefined;
  disabled?: boolean | undefined;
}

export interface SelectProps {
  label: string;
  options: readonly SelectOption[];
  /** The id of the chosen option, or null while none is. */
  value: string | null;
  onChange: (id: string) => void;
  name?: string | undefined;
  hint?: ReactNode;
  error?: string | undefined;
  disabled?: boolean | undefined;
  placeholder?: string | undefined;
}

/** Opens a list of options under its button. */
export function Select({
  label,
  options,
  value,
  onChange,
  name,
  hint,
  error,
  disabled = false,
  placeholder = 'Choose',
}: SelectProps) {
  return (
    <AriaSelect
      className="fk-field"
      value={value}
      onChange={(key) => key !== null && onChange(String(key))}
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
          {(option) => (
            <ListBoxItem
              id={option.id}
              textValue={option.label}
              isDisabled={option.disabled ?? false}
              className="fk-list-item"
            >
              {({ isSelected }) => (
                <>
                  <span className="fk-list-text">
                    <Text slot="label">{option.label}</Text>
                    {option.detail && (
                      <Text slot="description" className="fk-list-detail">
                        {option.detail}
                      </Text>
                    )}
                  </span>
                  {isSelected && <CheckIcon />}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

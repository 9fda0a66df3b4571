// A field that finds one thing out of many while its name is typed.
import { Button, ComboBox, FieldError, Input, Label, ListBox, Popover, Text } from 'react-aria-components';
import { ChevronDownIcon, ErrorIcon } from '../icons.tsx';
import { OptionItem, type SelectOption } from './option-item.tsx';
import './press-style.ts';
import '../field.css';
import './admin.css';
import './search-field.css';

export interface SearchSelectProps {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** What is typed, or the label of what is chosen. */
  text: string;
  /** What was found for the text. */
  options: readonly SelectOption[];
  /** The id of the chosen option. */
  value: string | null;
  /** Said where nothing is found. */
  empty: string;
  onType: (text: string) => void;
  onChoose: (option: SelectOption) => void;
}

/** The caller looks for what is typed; typing on takes the choice away. */
export function SearchSelect(props: SearchSelectProps) {
  const { label, hint, error, text, options, value, empty, onType, onChoose } = props;
  return (
    <ComboBox
      className="fk-field"
      inputValue={text}
      value={value}
      items={options}
      menuTrigger="focus"
      allowsEmptyCollection
      allowsCustomValue
      isInvalid={Boolean(error)}
      onInputChange={(typed) => typed !== text && onType(typed)}
      onChange={(key) => {
        const chosen = options.find(({ id }) => id === key);
        if (chosen) onChoose(chosen);
      }}
    >
      <Label className="fk-field-label">{label}</Label>
      <div className="fk-field-box">
        <Input className="fk-input" autoComplete="off" maxLength={200} />
        <Button className="fk-search-clear" aria-label={`Show ${label.toLowerCase()}`}>
          <ChevronDownIcon />
        </Button>
      </div>
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
        <ListBox className="fk-list" renderEmptyState={() => <p className="fk-list-item">{empty}</p>}>
          {(option: SelectOption) => <OptionItem option={option} />}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

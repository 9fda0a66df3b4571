// A select in a toolbar that narrows a list: its name and what is chosen stand in one button.
import {
  Select as AriaSelect,
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from 'react-aria-components';
import { CheckIcon, ChevronDownIcon } from '../icons.tsx';
import './press-style.ts';
import '../field.css';
import './admin.css';
import './select.css';
import './filter-select.css';

interface FilterOption {
  id: string;
  label: string;
  /** How far it stands below others, for a tree. */
  depth?: number | undefined;
}

export interface FilterSelectProps {
  /** What it narrows by, such as "Role". */
  label: string;
  /** The choice that narrows nothing, such as "Any role". */
  anyLabel: string;
  options: readonly FilterOption[];
  /** The id of the chosen option; null: any. */
  value: string | null;
  onChange: (id: string | null) => void;
}

const anyId = 'any';

/** Opens a list under its button; the first choice takes the filter away. */
export function FilterSelect({ label, anyLabel, options, value, onChange }: FilterSelectProps) {
  const chosen = options.find(({ id }) => id === value);
  const items = [{ id: anyId, label: anyLabel }, ...options];
  return (
    <AriaSelect
      className={value === null ? 'fk-filter' : 'fk-filter fk-filter-set'}
      value={chosen?.id ?? anyId}
      onChange={(key) => onChange(key === null || key === anyId ? null : String(key))}
    >
      <Label className="fk-unseen">{label}</Label>
      <Button className="fk-select">
        <SelectValue className="fk-select-value">
          {() => (value === null ? anyLabel : (chosen?.label ?? `${label}: not in the list`))}
        </SelectValue>
        <ChevronDownIcon size={18} />
      </Button>
      <Popover className="fk-popover">
        <ListBox className="fk-list" items={items}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.label} className="fk-list-item">
              {({ isSelected }) => (
                <>
                  <span className="fk-list-text" style={{ paddingInlineStart: `${option.depth ?? 0}rem` }}>
                    <bdi>{option.label}</bdi>
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

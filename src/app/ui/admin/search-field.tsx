// A search box with a magnifier, and a button that clears it.
import { SearchField as AriaSearchField, Button, Input } from 'react-aria-components';
import { CloseIcon, SearchIcon } from '../icons.tsx';
import './press-style.ts';
import '../field.css';
import './admin.css';
import './search-field.css';

export interface SearchFieldProps {
  /** What is searched, such as "Search users"; the accessible name and the placeholder. */
  label: string;
  value: string;
  onChange: (text: string) => void;
}

/** Reports each change of its text; Escape clears it. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  return (
    <AriaSearchField aria-label={label} value={value} onChange={onChange} className="fk-field-box fk-search">
      <SearchIcon />
      <Input className="fk-input" placeholder={label} maxLength={100} />
      {value !== '' && (
        <Button className="fk-search-clear" aria-label="Clear search">
          <CloseIcon />
        </Button>
      )}
    </AriaSearchField>
  );
}

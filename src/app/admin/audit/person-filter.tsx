// The filter of the audit trail by a user: a search while nobody is chosen, then their name with a way to take it away.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ComboBox, Input, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { getUser, listUsers } from '../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { sayFailure } from '../../ui/admin/failure-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { CloseIcon, SearchIcon } from '../../ui/icons.tsx';
import '../../ui/admin/press-style.ts';
import '../../ui/field.css';
import '../../ui/admin/admin.css';
import '../../ui/admin/select.css';
import '../../ui/admin/search-field.css';

const label = 'Find a user';
const debounceMilliseconds = 250;
const offeredMost = 12;

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text.trim()), debounceMilliseconds);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

interface PersonSearchProps {
  onChoose: (id: string) => void;
  autoFocus: boolean;
}

function PersonSearch({ onChoose, autoFocus }: PersonSearchProps) {
  const [text, setText] = useState('');
  const search = useSettled(text);
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['users', 'found', search],
    queryFn: ({ signal }) => callSignedIn(listUsers, { query: { search } }, { signal }),
    enabled: search !== '',
    placeholderData: keepPreviousData,
  });
  const isKnown = data !== undefined && !isPlaceholderData && search === text.trim();
  const people = search === '' ? [] : (data?.users.slice(0, offeredMost) ?? []);
  return (
    <ComboBox
      aria-label={label}
      items={people}
      inputValue={text}
      onInputChange={setText}
      selectedKey={null}
      onSelectionChange={(key) => key !== null && onChoose(String(key))}
      autoFocus={autoFocus}
      menuTrigger="input"
      allowsEmptyCollection
    >
      <div className="fk-field-box fk-search fk-audit-person">
        <SearchIcon />
        <Input className="fk-input" placeholder={label} maxLength={100} />
      </div>
      <Popover className="fk-popover">
        <ListBox
          className="fk-list"
          items={people}
          renderEmptyState={() => (
            <p className="fk-audit-nobody">
              {error ? sayFailure(error) : isKnown ? 'No users match.' : 'Searching…'}
            </p>
          )}
        >
          {({ id, name, email, username }) => (
            <ListBoxItem id={id} textValue={name} className="fk-list-item">
              <span className="fk-list-text">
                <bdi>{name}</bdi>
                <bdi className="fk-list-detail">{email ?? username}</bdi>
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

export interface PersonFilterProps {
  personId: string | null;
  /** What the events on the screen call the user. */
  nameInEvents: string | null;
  /** Whether users may be looked up at all. */
  canSearch: boolean;
  onChange: (personId: string | null) => void;
}

/** Somebody who was deleted can't be searched, but is still known by their events. */
export function PersonFilter({ personId, nameInEvents, canSearch, onChange }: PersonFilterProps) {
  const person = useQuery({
    queryKey: ['users', 'one', personId],
    queryFn: ({ signal }) => callSignedIn(getUser, { params: { userId: personId ?? '' } }, { signal }),
    enabled: canSearch && personId !== null && nameInEvents === null,
    retry: false,
  });
  // The search and the name take each other's place, and hand the focus on.
  const [isTouched, setTouched] = useState(false);
  const change = (id: string | null) => {
    setTouched(true);
    onChange(id);
  };
  if (personId === null) return canSearch && <PersonSearch onChoose={change} autoFocus={isTouched} />;
  const name = nameInEvents ?? person.data?.name ?? 'One user';
  return (
    <Button icon={<CloseIcon size={18} />} autoFocus={isTouched} onClick={() => change(null)}>
      <span className="fk-unseen">Remove filter: </span>
      <bdi>{name}</bdi>
    </Button>
  );
}

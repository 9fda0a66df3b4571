// The field in which the owner finds the user who is to own the organization.
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { listUsers } from '../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { sayFailure } from '../../ui/admin/failure-notice.tsx';
import { SearchSelect } from '../../ui/admin/search-select.tsx';

function heirsQuery(search: string) {
  const query = { mayOwn: 'yes', ...(search && { search }) } as const;
  return queryOptions({
    queryKey: ['users', 'heirs', search],
    queryFn: async ({ signal }) => (await callSignedIn(listUsers, { query }, { signal })).users,
    placeholderData: keepPreviousData,
  });
}

export interface HeirFieldProps {
  selfId: string;
  /** What is typed, or the name of the chosen user. */
  text: string;
  /** Empty while nobody is chosen. */
  userId: string;
  error: string | undefined;
  onChange: (change: { userId: string; name: string }) => void;
}

/** Offers active users of the organization’s own who sign in with an email address and a password. */
export function HeirField({ selfId, text, userId, error, onChange }: HeirFieldProps) {
  const search = useDeferredValue(userId === '' ? text.trim() : '');
  const { data: users = [], error: failure, isPending } = useQuery(heirsQuery(search.slice(0, 100)));
  const options = users
    .filter(({ id }) => id !== selfId)
    .map(({ id, name, email }) => ({ id, label: name, detail: email ?? '' }));
  return (
    <SearchSelect
      label="New owner"
      hint="Active users with an email address and a password who aren’t limited to units."
      text={text}
      options={options}
      value={userId === '' ? null : userId}
      empty={failure ? sayFailure(failure) : isPending ? 'Searching…' : 'No users match.'}
      error={error}
      onType={(name) => onChange({ userId: '', name })}
      onChoose={({ id, label }) => onChange({ userId: id, name: label })}
    />
  );
}

// The field in which the owner finds the person who is to own the organization.
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { listUsers, type User } from '../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { SearchSelect } from '../../ui/admin/search-select.tsx';

/** Whoever owns the organization must be able to sign in to it, and to see all of it. */
const canOwn = ({ email, hasPassword, units, isOwner }: User) =>
  email !== null && hasPassword && units.length === 0 && !isOwner;

function heirsQuery(search: string) {
  const query = { state: 'active', partnerId: 'none', ...(search && { search }) } as const;
  return queryOptions({
    queryKey: ['users', 'heirs', search],
    queryFn: async ({ signal }) =>
      (await callSignedIn(listUsers, { query }, { signal })).users.filter(canOwn),
    placeholderData: keepPreviousData,
  });
}

export interface HeirFieldProps {
  selfId: string;
  /** What is typed, or the name of the chosen person. */
  text: string;
  /** Empty while nobody is chosen. */
  userId: string;
  error: string | undefined;
  onChange: (change: { userId: string; name: string }) => void;
}

/** Offers active people of the organization’s own who sign in with an e-mail address and a password. */
export function HeirField({ selfId, text, userId, error, onChange }: HeirFieldProps) {
  const search = useDeferredValue(userId === '' ? text.trim() : '');
  const { data: users = [], isPending } = useQuery(heirsQuery(search.slice(0, 100)));
  const options = users
    .filter(({ id }) => id !== selfId)
    .map(({ id, name, email }) => ({ id, label: name, detail: email ?? '' }));
  return (
    <SearchSelect
      label="New owner"
      hint="Active people with an e-mail address, a password and the whole organization."
      text={text}
      options={options}
      value={userId === '' ? null : userId}
      empty={isPending ? 'Looking…' : 'Nobody is found.'}
      error={error}
      onType={(name) => onChange({ userId: '', name })}
      onChoose={({ id, label }) => onChange({ userId: id, name: label })}
    />
  );
}

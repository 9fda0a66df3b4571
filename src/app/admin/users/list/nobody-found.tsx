// What stands in the list of users when nobody is in it.
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { UsersIcon } from '../../../ui/icons.tsx';

export interface NobodyFoundProps {
  search: string;
  /** Whether filters narrow the list, too. */
  isFiltered: boolean;
  onShowEverybody: () => void;
  onFirstPage: () => void;
}

/** Says why, and leads back to somebody. */
export function NobodyFound({ search, isFiltered, onShowEverybody, onFirstPage }: NobodyFoundProps) {
  const isNarrowed = search !== '' || isFiltered;
  return (
    <EmptyState
      icon={<UsersIcon size={32} />}
      title={isNarrowed ? 'No users match' : 'This page is empty'}
      action={
        <Button onClick={isNarrowed ? onShowEverybody : onFirstPage}>
          {isNarrowed ? 'Show all users' : 'Go to the first page'}
        </Button>
      }
    >
      {search !== '' && (
        <>
          No name, username, email address, phone number, unit or role has a word that begins with “
          <bdi>{search}</bdi>”{isFiltered && ' with these filters'}.
        </>
      )}
      {search === '' && isFiltered && 'Change or clear the filters.'}
    </EmptyState>
  );
}

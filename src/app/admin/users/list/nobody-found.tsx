// What stands in the list of people when nobody is in it.
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
      title={isNarrowed ? 'No users match' : 'Nobody is on this page'}
      action={
        <Button onClick={isNarrowed ? onShowEverybody : onFirstPage}>
          {isNarrowed ? 'Show everybody' : 'Go to the first page'}
        </Button>
      }
    >
      {search !== '' && (
        <>
          No name, username, email address or role has “<bdi>{search}</bdi>” in it
          {isFiltered && ' among those whom the filters let through'}.
        </>
      )}
      {search === '' && isFiltered && 'The filters let nobody through.'}
    </EmptyState>
  );
}

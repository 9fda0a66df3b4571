// The organizational units, as the screens read them.
import { queryOptions } from '@tanstack/react-query';
import { listUnits } from '../../../contract/endpoints/units.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { queryClient } from '../../auth/server-state.tsx';

export const unitsQuery = queryOptions({
  queryKey: ['units', 'tree'],
  queryFn: ({ signal }) => callSignedIn(listUnits, {}, { signal }),
});

/** Brings everything up to date that shows units. */
export function showUnitsChanged(): void {
  for (const key of ['units', 'users', 'devices']) void queryClient.invalidateQueries({ queryKey: [key] });
}

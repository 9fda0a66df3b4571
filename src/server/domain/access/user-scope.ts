// Which users somebody may see at all: never deleted ones, those of their units, and for a partner's user its own alone.
import { and, eq, isNotNull, ne, type SQL } from 'drizzle-orm';
import { users } from '../../database/schema.ts';
import type { SignedIn } from './signed-in.ts';
import { isUserWithin } from './unit-scope.ts';

/** @param scope the units of the one who asks, from `findUnitScope` */
export function isPersonVisible(
  { user }: Pick<SignedIn, 'user'>,
  scope: readonly string[] | null,
): SQL | undefined {
  return and(
    ne(users.state, 'deleted'),
    isUserWithin(scope),
    // False, and not unknown, for the organization's own users: it is also read as a value.
    user.partnerId === null
      ? undefined
      : and(isNotNull(users.partnerId), eq(users.partnerId, user.partnerId)),
  );
}

// How a user is shown to those who manage people.
import type { User } from '../../contract/endpoints/users.ts';
import type { roles, users } from '../database/schema.ts';
import { isWithinPower } from './roles.ts';
import { displayName, readPermissions, type SignedIn } from './signed-in.ts';

/** After so many wrong PINs in a row a PIN is disabled (name, then PIN). */
export const pinFailuresMost = 10;

/** One person as the contract tells of them. */
export function describeUser(
  signedIn: SignedIn,
  user: typeof users.$inferSelect,
  role: typeof roles.$inferSelect,
): User {
  return {
    id: user.id,
    name: displayName(user),
    username: user.username,
    firstName: user.firstName,
    lastName: user.lastName,
    email: user.email,
    role: { id: role.id, name: role.name },
    state: user.state,
    hasPin: user.pinSealed !== null,
    pinDisabled: user.pinFailures >= pinFailuresMost,
    hasPassword: user.passwordHash !== null,
    createdAt: user.createdAt.toISOString(),
    lastSignInAt: user.lastSignInAt?.toISOString() ?? null,
    editable:
      signedIn.role.permissions.has('users:manage') &&
      isWithinPower(signedIn, readPermissions(role.permissions)),
    revision: user.revision,
  };
}

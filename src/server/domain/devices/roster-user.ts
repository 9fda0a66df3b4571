// A user as a device's roster holds them: name, role, and 10 bits of the PIN where it may be used without the server.
import type { RosterUser } from '../../../contract/endpoints/device.ts';
import { isAdminRole } from '../../../contract/permissions.ts';
import { offlinePinLength } from '../../../contract/pin-rules.ts';
import { pinFailuresMost } from '../../../contract/pin-tries.ts';
import type { Context } from '../../context.ts';
import { openPin } from '../../crypto/pin-secret.ts';
import { verifierOf } from '../../crypto/verifier.ts';
import type { organizations, roles, users } from '../../database/schema.ts';
import { displayName } from '../access/display-name.ts';
import { readPermissions } from '../access/signed-in.ts';
import { findPinChange } from '../pins/pin-policy.ts';

type Organization = typeof organizations.$inferSelect;
type UserRow = typeof users.$inferSelect;

/** Whether somebody's PIN may be used without the server: no admin's, no short one, none that somebody else knows. */
export function mayUseOffline(
  user: UserRow,
  role: Pick<typeof roles.$inferSelect, 'permissions'>,
  { offlineSignIn, pinLength }: Pick<Organization, 'offlineSignIn' | 'pinLength'>,
): boolean {
  return (
    offlineSignIn &&
    user.pinSealed !== null &&
    (user.pinLength ?? 0) >= offlinePinLength &&
    user.pinFailures < pinFailuresMost &&
    findPinChange(user, pinLength) === null &&
    !isAdminRole(readPermissions(role.permissions))
  );
}

/** What a device may hold of a user who may sign in on it. */
export function describeRosterUser(
  { keys }: Pick<Context, 'keys'>,
  organization: Organization,
  user: UserRow,
  role: typeof roles.$inferSelect,
  apart: string | undefined,
): RosterUser {
  const verifier =
    user.pinSealed && mayUseOffline(user, role, organization)
      ? verifierOf(openPin(keys, user.id, user.pinSealed))
      : null;
  return {
    id: user.id,
    name: displayName(user),
    ...(apart ? { apart } : {}),
    roleId: user.roleId,
    verifier,
  };
}

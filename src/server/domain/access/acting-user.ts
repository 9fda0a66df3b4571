// Somebody in whose name a job works, with what they may do at this moment.
import { and, eq } from 'drizzle-orm';
import type { Queries } from '../../database/database.ts';
import { organizations, roles, users } from '../../database/schema.ts';
import { describePerson, mayComeIn, requirePermission, type SignedIn } from './signed-in.ts';
import { noStepUp } from './step-up.ts';
import { isLimitedToUnits } from './unit-scope.ts';

/**
 * Reads anew what somebody may do who put a job on its way: it may have been taken from them meanwhile.
 * @throws ProblemError `permission_missing` when they may no longer manage users
 */
export async function readActingUser(tx: Queries, organizationId: string, userId: string): Promise<SignedIn> {
  const [row] = await tx
    .select({
      user: users,
      role: roles,
      organizationName: organizations.name,
      limitedToUnits: isLimitedToUnits,
    })
    .from(users)
    .innerJoin(roles, eq(roles.id, users.roleId))
    .innerJoin(organizations, eq(organizations.id, users.organizationId))
    .where(and(eq(users.id, userId), eq(users.organizationId, organizationId)));
  if (!row) throw new Error('whoever put this job on its way is gone');
  const described = describePerson('account', row.user, row.role);
  const acting: SignedIn = {
    kind: 'account',
    sessionId: '',
    assurance: 'password',
    organizationId,
    organizationName: row.organizationName,
    ...described,
    role: mayComeIn(row.user) ? described.role : { ...described.role, permissions: new Set() },
    limitedToUnits: row.limitedToUnits,
    deviceId: null,
    ...noStepUp,
    expiresAt: new Date(0),
  };
  requirePermission(acting, 'users:manage');
  return acting;
}

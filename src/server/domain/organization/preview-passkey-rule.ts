// Whom a required passkey would concern, before it is decided.
import { and, asc, count, eq, isNotNull, not } from 'drizzle-orm';
import type { PasskeyRuleEffect } from '../../../contract/endpoints/organization.ts';
import { hasPower } from '../../../contract/permissions.ts';
import type { Queries } from '../../database/database.ts';
import { roles, users } from '../../database/schema.ts';
import type { Act } from '../access/act.ts';
import { readPermissions } from '../access/signed-in.ts';
import { requireWholeOrganization } from '../access/unit-scope.ts';
import { hasPasskey } from '../sign-in/required-passkey.ts';

/** How many users of each role sign in with a password and have no passkey. */
async function countWithoutPasskey(tx: Queries): Promise<ReadonlyMap<string, number>> {
  const rows = await tx
    .select({ roleId: users.roleId, people: count() })
    .from(users)
    .where(
      and(
        isNotNull(users.passwordHash),
        eq(users.state, 'active'),
        eq(users.partnerSuspended, false),
        not(hasPasskey),
      ),
    )
    .groupBy(users.roleId);
  return new Map(rows.map(({ roleId, people }) => [roleId, people]));
}

/** Names the roles, and counts users only. */
export async function previewPasskeyRule({ context, signedIn }: Act): Promise<PasskeyRuleEffect> {
  return context.database.inOrganization(signedIn.organizationId, async (tx) => {
    await requireWholeOrganization(tx, signedIn.user.id, 'The settings of the organization are');
    const all = await tx.select().from(roles).orderBy(asc(roles.nameFolded));
    const concerned = all.filter(({ permissions }) => hasPower(readPermissions(permissions)));
    const without = await countWithoutPasskey(tx);
    return {
      roles: concerned.map(({ name }) => name),
      withoutPasskey: concerned.reduce((sum, { id }) => sum + (without.get(id) ?? 0), 0),
      hasPasskey: signedIn.hasPasskey,
    };
  });
}

// Has devices fetch their rosters anew, since the rule changed by which somebody stands on one.
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Queries } from '../../database/database.ts';
import { devices } from '../../database/schema.ts';

/** For the row of one device: what it holds is of another scope from now on. */
export const nextScope = sql`${devices.scope} + 1`;

/** Of all devices of an organization: the tree of units or the policy for PINs has changed. */
export async function resetRosters(tx: Queries, organizationId: string): Promise<void> {
  await tx
    .update(devices)
    .set({ scope: nextScope })
    .where(and(eq(devices.organizationId, organizationId), isNull(devices.revokedAt)));
}

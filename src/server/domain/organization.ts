// The organization and its settings.
import { eq } from 'drizzle-orm';
import type { Organization } from '../../contract/endpoints/organization.ts';
import type { Context } from '../context.ts';
import { organizations } from '../database/schema.ts';
import { recordAuditEvent } from './audit.ts';
import { changeOrganization } from './change.ts';
import type { Origin, SignedIn } from './signed-in.ts';
import { requireWholeOrganization } from './unit-scope.ts';

/** The organization of who is signed in. */
export async function getOrganization({ database }: Context, organizationId: string): Promise<Organization> {
  const [row] = await database.inOrganization(organizationId, (tx) =>
    tx.select().from(organizations).where(eq(organizations.id, organizationId)),
  );
  if (!row) throw new Error('the organization is gone');
  return row;
}

type Settings = {
  name?: string | undefined;
  autoLockSeconds?: number | undefined;
  leaseHours?: number | undefined;
};

/** Changes settings; the tablets hear of it by their next pull. */
export async function updateOrganization(
  context: Context,
  signedIn: SignedIn,
  { name, autoLockSeconds, leaseHours }: Settings,
  origin: Origin,
): Promise<Organization> {
  const { organizationId, user } = signedIn;
  const given = Object.entries({ name, autoLockSeconds, leaseHours }).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  if (given.length > 0) {
    await changeOrganization(context, organizationId, async (tx) => {
      await requireWholeOrganization(tx, user.id, 'The settings of the organization are');
      await tx
        .update(organizations)
        .set(Object.fromEntries(given))
        .where(eq(organizations.id, organizationId));
      await recordAuditEvent(tx, {
        organizationId,
        at: context.clock(),
        action: 'organization.changed',
        actorId: user.id,
        detail: Object.fromEntries(given),
        address: origin.address,
      });
    });
  }
  return getOrganization(context, organizationId);
}

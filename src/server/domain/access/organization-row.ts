// The row of an organization, whole.
import { eq } from 'drizzle-orm';
import type { Queries } from '../../database/database.ts';
import { organizations } from '../../database/schema.ts';

/** The organization that a transaction works in. */
export async function readOrganization(tx: Queries, organizationId: string) {
  const [row] = await tx.select().from(organizations).where(eq(organizations.id, organizationId));
  if (!row) throw new Error('the organization is gone');
  return row;
}

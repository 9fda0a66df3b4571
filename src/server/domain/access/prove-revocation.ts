// The signed statement of a revocation, as it was made then.
import type { Context } from '../../context.ts';
import { signRevocation } from '../../crypto/organization-keys.ts';
import type { devices } from '../../database/schema.ts';

type Revoked = Pick<
  typeof devices.$inferSelect,
  'id' | 'organizationId' | 'thumbprint' | 'authorizedAt' | 'revocation'
> & { revokedAt: Date };

/** @returns the statement that is stored; for a device that was revoked before there were any, one that is made now */
export async function proveRevocation({ keys }: Pick<Context, 'keys'>, device: Revoked): Promise<string> {
  const { id: deviceId, organizationId, thumbprint: keyThumbprint, revocation } = device;
  if (revocation !== null) return revocation;
  const [authorizedAt, revokedAt] = [device.authorizedAt.getTime(), device.revokedAt.getTime()];
  return signRevocation(keys, { organizationId, deviceId, keyThumbprint, authorizedAt, revokedAt });
}

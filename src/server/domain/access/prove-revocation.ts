// The signed statement of a revocation, as it was made then.
import { decodeJwt } from 'jose';
import type { Context } from '../../context.ts';
import { isSignedWithKey, signRevocation } from '../../crypto/organization-keys.ts';
import type { devices } from '../../database/schema.ts';

type Revoked = Pick<
  typeof devices.$inferSelect,
  'id' | 'organizationId' | 'thumbprint' | 'authorizedAt' | 'revocation'
> & { revokedAt: Date };

/**
 * @returns the statement that is stored, since the key that signed it may be lost; one that is made now for a device that was
 * revoked before there were any, or by an older version, which did not tell of which link it was, if the key is still there
 */
export async function proveRevocation({ keys }: Pick<Context, 'keys'>, device: Revoked): Promise<string> {
  const { id: deviceId, organizationId, thumbprint: keyThumbprint, revocation } = device;
  if (revocation !== null) {
    const tellsLink = decodeJwt(revocation).authorizedAt !== undefined;
    if (tellsLink || !(await isSignedWithKey(keys, organizationId, revocation))) return revocation;
  }
  const [authorizedAt, revokedAt] = [device.authorizedAt.getTime(), device.revokedAt.getTime()];
  return signRevocation(keys, { organizationId, deviceId, keyThumbprint, authorizedAt, revokedAt });
}

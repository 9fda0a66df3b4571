// The signed statement of a revocation, as it was made then.
import type { Context } from '../../context.ts';
import { signRevocation } from '../../crypto/organization-keys.ts';
import type { devices } from '../../database/schema.ts';

type Revoked = Pick<typeof devices.$inferSelect, 'id' | 'organizationId' | 'thumbprint' | 'revocation'> & {
  revokedAt: Date;
};

/** @returns the statement that is stored; for a device that was revoked before there were any, one that is made now */
export async function proveRevocation({ keys }: Pick<Context, 'keys'>, device: Revoked): Promise<string> {
  const { id: deviceId, organizationId, thumbprint: keyThumbprint, revocation, revokedAt } = device;
  return (
    revocation ??
    signRevocation(keys, { organizationId, deviceId, keyThumbprint, revokedAt: revokedAt.getTime() })
  );
}

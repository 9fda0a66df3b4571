// In the demo every browser that asks to be a tablet becomes one: nobody has to sign in first to see a pad.
import { and, eq, gt, isNull } from 'drizzle-orm';
import type { Context } from '../../src/server/context.ts';
import { makeToken } from '../../src/server/crypto/tokens.ts';
import { linkRequests } from '../../src/server/database/schema.ts';
import type { Act } from '../../src/server/domain/access/act.ts';
import { changeOrganization } from '../../src/server/domain/access/change.ts';
import { insertDevice } from '../../src/server/domain/devices/authorize-device.ts';
import { findAccountSession, openAccountSession } from '../../src/server/domain/sign-in/account-session.ts';
import { findFounder } from './past.ts';
import { office } from './people.ts';

const lookEveryMilliseconds = 1000;

/** The owner, who has just entered their password. */
async function actAsOwner(context: Context): Promise<Act> {
  const founder = await findFounder(context);
  if (!founder) throw new Error('the demo has no owner');
  const { id: userId, organizationId } = founder;
  const now = context.clock();
  const token = await context.database.inOrganization(organizationId, (tx) =>
    openAccountSession(tx, { organizationId, userId }, office, now),
  );
  const signedIn = await findAccountSession(context, token);
  if (!signedIn) throw new Error('the demo’s owner can’t sign in');
  return { context, origin: office, signedIn: { ...signedIn, steppedUpAt: now } };
}

/** Approves all who ask at this moment. */
export async function approveTablets(context: Context): Promise<void> {
  const now = context.clock();
  const open = and(isNull(linkRequests.deviceId), gt(linkRequests.expiresAt, now));
  const requests = await context.database.lookUp.select().from(linkRequests).where(open);
  if (requests.length === 0) return;
  const act = await actAsOwner(context);
  for (const { id: linkId, publicKey, thumbprint } of requests) {
    const { id, secretHash } = makeToken();
    const name = `Demo tablet ${id.slice(0, 6)}`;
    await changeOrganization(context, act.signedIn.organizationId, async (tx) => {
      const wish = { id, secretHash, name, unitId: null, publicKey, thumbprint, fromAfar: true };
      await insertDevice(tx, act, wish, now);
      await tx
        .update(linkRequests)
        .set({ deviceId: id })
        .where(and(eq(linkRequests.id, linkId), open));
    });
  }
}

/** Goes on for as long as the demo runs. */
export function approveTabletsForEver(context: Context): void {
  const look = async () => {
    await approveTablets(context).catch((error: unknown) =>
      context.log.warn({ err: error }, 'a tablet waits'),
    );
    setTimeout(look, lookEveryMilliseconds).unref();
  };
  void look();
}

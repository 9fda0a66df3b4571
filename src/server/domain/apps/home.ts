// What somebody finds after their PIN: the apps that they may open here, and what waits for them.
import { and, asc, eq, sql } from 'drizzle-orm';
import { apps, devices, users } from '../../database/schema.ts';
import type { Act } from '../access/act.ts';
import { requireOwnSecret } from '../access/signed-in.ts';
import { countDeviceReviews } from '../offline/review-device-events.ts';
import { mayOpenApp } from './who-may-open.ts';

/** Lists the tiles of the one who asks, on the device where they are. @throws ProblemError `change_required` */
export async function getHome(act: Act) {
  const { context, signedIn } = act;
  const { organizationId, user, deviceId } = signedIn;
  requireOwnSecret(signedIn);
  const tiles = await context.database.inOrganization(organizationId, (tx) =>
    tx
      .select({ id: apps.id, name: apps.name, picture: apps.picture, address: apps.address })
      .from(apps)
      .innerJoin(users, eq(users.id, user.id))
      .leftJoin(devices, deviceId === null ? sql`false` : eq(devices.id, deviceId))
      .where(and(eq(apps.organizationId, organizationId), mayOpenApp))
      .orderBy(asc(apps.place), asc(apps.nameFolded)),
  );
  const reviews = signedIn.role.permissions.has('devices:read') ? await countDeviceReviews(act) : 0;
  return { apps: tiles, deviceReviews: reviews };
}

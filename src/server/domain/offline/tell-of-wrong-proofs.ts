// Tells those who may revoke devices, by mail, that a PIN which a tablet took without the server was wrong.
import { and, eq, gte, isNotNull, isNull, notInArray, sql } from 'drizzle-orm';
import type { Permission } from '../../../contract/permissions.ts';
import type { Context } from '../../context.ts';
import type { Queries } from '../../database/database.ts';
import { isWrongPin } from '../../database/schema/devices.ts';
import { deviceEvents, organizations, roles, users } from '../../database/schema.ts';
import { tellPerson } from '../../mail/tell-person.ts';
import type { KnownDevice } from '../access/device-identity.ts';

const right: Permission = 'devices:revoke';

/** Whether, of all events of today (UTC) with a wrong PIN, none came before those that were just taken. */
async function isFirstToday(
  { clock }: Pick<Context, 'clock'>,
  tx: Queries,
  deviceId: string,
  taken: ReadonlySet<string>,
): Promise<boolean> {
  const today = new Date(clock());
  today.setUTCHours(0, 0, 0, 0);
  const earlier = await tx
    .select({ position: deviceEvents.position })
    .from(deviceEvents)
    .where(
      and(
        eq(deviceEvents.deviceId, deviceId),
        gte(deviceEvents.receivedAt, today),
        isWrongPin,
        eq(deviceEvents.kind, 'signed-in'),
        notInArray(deviceEvents.hash, [...taken]),
      ),
    )
    .limit(1);
  return earlier.length === 0;
}

/**
 * Mails them at most once a day (UTC) for each device, each in their own language. Who is limited to units, a partner's
 * user, or without an address gets none: the list of devices tells them.
 * @param taken the hashes of the events that this transaction has taken; it holds the lock on the device's row
 */
export async function tellOfWrongProofs(
  context: Context,
  tx: Queries,
  device: KnownDevice,
  taken: ReadonlySet<string>,
): Promise<void> {
  if (!(await isFirstToday(context, tx, device.id, taken))) return;
  const people = await tx
    .select({ user: users, organization: organizations })
    .from(users)
    .innerJoin(roles, eq(roles.id, users.roleId))
    .innerJoin(organizations, eq(organizations.id, users.organizationId))
    .where(
      and(
        eq(users.organizationId, device.organizationId),
        eq(users.state, 'active'),
        isNotNull(users.email),
        isNull(users.partnerId),
        sql`${right} = any (${roles.permissions})`,
        sql`not exists (select 1 from user_units where user_units.user_id = ${users.id})`,
      ),
    );
  const link = `${context.publicUrl}/settings/devices?review=${device.id}`;
  const news = { kind: 'offline-review', deviceName: device.name, link } as const;
  for (const person of people) {
    if (person.user.email !== null) await tellPerson(context, tx, person, person.user.email, news);
  }
}

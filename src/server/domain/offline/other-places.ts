// Whether somebody was signed in on another tablet at the same time.
import { sql } from 'drizzle-orm';
import { pinSessionHours } from '../../../contract/durations.ts';
import type { Queries } from '../../database/database.ts';

/**
 * Looks at what is known of a user's sessions on other tablets, those that the server opened and those that it heard
 * of later. @param to `null`: only the moment `from`
 */
export async function findOtherPlaces(
  tx: Queries,
  { userId, deviceId, from, to }: { userId: string; deviceId: string; from: Date; to: Date | null },
): Promise<boolean> {
  const until = to ?? from;
  const { rows } = await tx.execute<{ found: boolean }>(sql`
    with marks as (
      select device_id, at, action = 'pin.signed-in' as starts from audit_events
        where actor_id = ${userId} and device_id <> ${deviceId} and action in ('pin.signed-in', 'pin.session-ended')
          and at between ${from}::timestamptz - make_interval(hours => ${pinSessionHours}) and ${until}
      union all
      select device_id, estimated_at, kind = 'signed-in' from device_events
        where user_id = ${userId} and device_id <> ${deviceId} and kind in ('signed-in', 'session-ended')
          and estimated_at between ${from}::timestamptz - make_interval(hours => ${pinSessionHours}) and ${until}
    ), before as (
      select distinct on (device_id) starts from marks where at <= ${from} order by device_id, at desc, starts desc
    )
    select exists (select 1 from before where starts) or exists (select 1 from marks where starts and at > ${from}) as found`);
  return rows[0]?.found ?? false;
}

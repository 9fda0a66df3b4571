// Who may open an app, and where.
import { sql } from 'drizzle-orm';

/**
 * Holds for an app that a user may open on a device, or elsewhere where `devices` is empty; of a query with the tables
 * `apps`, `users` and, joined from the left, `devices`. Nobody named is everybody; an id that is gone lets nobody in.
 * Not yet verified: that the user may come in at all.
 */
export const mayOpenApp = sql<boolean>`(
  (cardinality(apps.role_ids) = 0 or users.role_id = any (apps.role_ids))
  and (cardinality(apps.device_ids) = 0 or coalesce(devices.id = any (apps.device_ids), false))
  and (cardinality(apps.unit_ids) = 0
    or (devices.id is null and not exists (select from user_units where user_units.user_id = users.id))
    or exists (
      with recursive above(id, parent_id) as (
        select units.id, units.parent_id from units
        where units.id = devices.unit_id or devices.id is null
          and units.id in (select unit_id from user_units where user_units.user_id = users.id)
        union
        select units.id, units.parent_id from units join above on units.id = above.parent_id
      ) select from above where above.id = any (apps.unit_ids))))`;

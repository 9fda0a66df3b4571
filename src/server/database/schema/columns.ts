// Column kinds that several tables share.
import { customType, timestamp } from 'drizzle-orm/pg-core';

export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

/** A text whose order is that of its code points, so that a beginning is a range. */
export const byteOrdered = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });

/** A moment, always with its time zone and to the millisecond, like the clock of the server. */
export function instant(name: string) {
  return timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });
}

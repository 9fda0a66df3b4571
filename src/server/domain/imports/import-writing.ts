// What the writing of an import is given, and how many rows it sends to the database at once.
import type { organizations } from '../../database/schema.ts';
import type { Act } from '../access/act.ts';
import type { PlannedRow } from './plan-user-import.ts';

const rowsAtOnce = 500;

/** One import, as its writing needs it. */
export type ImportWriting = {
  /** By whoever started it. */
  act: Act;
  organization: typeof organizations.$inferSelect;
  rows: readonly PlannedRow[];
  /** S of each row's PIN, by the number of the row. */
  pinHashes: ReadonlyMap<number, Buffer>;
  /** The rows that get a PIN that the server makes instead of the one in the file. */
  madeRows: ReadonlySet<number>;
  revision: number;
  now: Date;
};

/** A row of somebody who is added or updated. */
export type WrittenRow = PlannedRow & { id: string };

/** Cuts a list into parts that one statement takes. */
export function* batches<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += rowsAtOnce) yield all.slice(at, at + rowsAtOnce);
}

// The marks of syncs: each sync brings one that only this tablet can know, so that two copies of one storage part ways.
import { marksAtOnce } from '../../contract/endpoints/device.ts';
import type { Database, SyncMarks } from '../store/database.ts';
import { toBase64Url } from '../store/sign-jws.ts';

const makeMark = () => toBase64Url(crypto.getRandomValues(new Uint8Array(16)));

/** The marks of this sync; the caller has the turn of pulls. Strictly durable, so that a tablet that dies sends the same again. */
export async function takeMarks(database: Database): Promise<SyncMarks> {
  const kept = await database.get('syncMarks', 'current');
  if (kept) return kept;
  const marks = { next: makeMark(), used: [] };
  const transaction = database.transaction('syncMarks', 'readwrite', { durability: 'strict' });
  await Promise.all([transaction.store.put(marks, 'current'), transaction.done]);
  return marks;
}

/** What is kept once the server has answered. */
export function moveOn({ next, used }: SyncMarks): SyncMarks {
  return { next: makeMark(), used: [next, ...used].slice(0, marksAtOnce - 1) };
}

/** As they are sent: the next one, then those before. */
export function writeMarks({ next, used }: SyncMarks): string {
  return [next, ...used].join('.');
}

// What tells one link of a device from another, also where it is linked again and keeps its id.
import type { DeviceRecord } from './database.ts';
import { hashText } from './sign-jws.ts';

type Link = Pick<DeviceRecord, 'id' | 'token'>;

/** Says whether two records are of one and the same link. */
export function isSameLink(one: Link, other: Link): boolean {
  return one.id === other.id && one.token === other.token;
}

/** Names a link to other pages; the token can't be told from it. */
export function markLink({ token }: Link): Promise<string> {
  return hashText(token);
}

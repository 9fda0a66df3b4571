// The devices of the organization, as the screens read them.
import { queryOptions } from '@tanstack/react-query';
import { type Device, listDevices } from '../../../contract/endpoints/devices.ts';
import { callSignedIn } from '../../auth/account-session.ts';

const calmMilliseconds = 10_000;
const eagerMilliseconds = 2000;
/** How long a wipe, or the first word of a new device, is waited for eagerly; a tablet that is switched off may take days. */
const waitMilliseconds = 120_000;

/** How soon the list is worth another look, in milliseconds. */
export function refetchPause(devices: readonly Device[] | undefined, now = Date.now()): number {
  const awaited = devices?.some(({ authorizedAt, lastSyncAt, revokedAt, wipedAt }) => {
    const isPending = revokedAt === null ? lastSyncAt === null : wipedAt === null;
    return isPending && now - Date.parse(revokedAt ?? authorizedAt) < waitMilliseconds;
  });
  return awaited ? eagerMilliseconds : calmMilliseconds;
}

export const devicesQuery = queryOptions({
  queryKey: ['devices'],
  queryFn: async ({ signal }) => (await callSignedIn(listDevices, {}, { signal })).devices,
  refetchInterval: ({ state }) => refetchPause(state.data),
});

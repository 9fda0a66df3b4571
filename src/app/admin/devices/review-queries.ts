// What waits to be looked at on a device, and how much of it there is in all, as the screens read it.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { countDeviceReviews, listDeviceReviews } from '../../../contract/endpoints/device-reviews.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { devicesQuery } from './device-queries.ts';

const refetchMilliseconds = 10_000;
const countMilliseconds = 60_000;

/** The doubtful events of one device. */
export function reviewsQuery(deviceId: string) {
  return queryOptions({
    queryKey: [...devicesQuery.queryKey, deviceId, 'reviews'],
    queryFn: ({ signal }) => callSignedIn(listDeviceReviews, { params: { deviceId } }, { signal }),
    refetchInterval: refetchMilliseconds,
  });
}

/** How many events of all devices wait for somebody who looks; 0 while it is not asked. */
export function useReviewCount(enabled: boolean): number {
  const { data } = useQuery({
    queryKey: [...devicesQuery.queryKey, 'open reviews'],
    queryFn: ({ signal }) => callSignedIn(countDeviceReviews, {}, { signal }),
    enabled,
    refetchInterval: countMilliseconds,
  });
  return enabled ? (data?.open ?? 0) : 0;
}

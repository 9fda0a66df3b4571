// Handlers of the review of what devices noted offline.
import * as endpoints from '../../../contract/endpoints/device-reviews.ts';
import {
  countDeviceReviews as count,
  listDeviceReviews as list,
  reviewDeviceEvents as review,
} from '../../domain/offline/review-device-events.ts';
import { route } from '../route.ts';

export const listDeviceReviews = route(endpoints.listDeviceReviews, ({ context, signedIn, params }) =>
  list(context, signedIn, params.deviceId),
);

export const countDeviceReviews = route(endpoints.countDeviceReviews, async ({ context, signedIn }) => ({
  open: await count(context, signedIn),
}));

export const reviewDeviceEvents = route(
  endpoints.reviewDeviceEvents,
  ({ context, signedIn, params, body, origin }) => review(context, signedIn, params.deviceId, body, origin),
);

// Handlers of one's own PIN, and of requests for new ones.
import {
  changeOwnPin as changeEndpoint,
  getOwnPin as readEndpoint,
  suggestOwnPin as suggestEndpoint,
} from '../../../contract/endpoints/own-pin.ts';
import * as endpoints from '../../../contract/endpoints/pin-requests.ts';
import { describeSession } from '../../domain/access/signed-in.ts';
import { changeOwnPin as change, getOwnPin as read } from '../../domain/pins/change-own-pin.ts';
import {
  dismissPinRequest as dismiss,
  listPinRequests as list,
  requestPin as request,
} from '../../domain/pins/pin-requests.ts';
import { suggestOwnPin as suggest } from '../../domain/pins/taken-pins.ts';
import { answerPinRequest as answer } from '../../domain/users/answer-pin-request.ts';
import { route } from '../route.ts';

export const getOwnPin = route(readEndpoint, ({ context, signedIn }) => read(context, signedIn));

export const suggestOwnPin = route(suggestEndpoint, async ({ context, signedIn }) => ({
  pin: await suggest(context, signedIn),
}));

export const changeOwnPin = route(changeEndpoint, async ({ context, signedIn, body, origin }) =>
  describeSession(await change(context, signedIn, body, origin)),
);

export const requestPin = route(endpoints.requestPin, ({ context, device, body, origin }) =>
  request(context, device, body.userId, origin),
);

export const listPinRequests = route(endpoints.listPinRequests, ({ context, signedIn }) =>
  list(context, signedIn),
);

export const answerPinRequest = route(
  endpoints.answerPinRequest,
  ({ context, signedIn, params, body, origin }) =>
    answer(context, signedIn, params.requestId, body.password, origin),
);

export const dismissPinRequest = route(endpoints.dismissPinRequest, ({ context, signedIn, params, origin }) =>
  dismiss(context, signedIn, params.requestId, origin),
);

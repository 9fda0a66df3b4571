// Handlers of linking a tablet from afar.
import * as endpoints from '../../../contract/endpoints/device-links.ts';
import * as domain from '../../domain/devices/link-from-afar.ts';
import { route } from '../route.ts';

export const askForLink = route(endpoints.askForLink, ({ context, newDeviceKey, origin }) =>
  domain.askForLink(context, newDeviceKey, origin),
);

export const claimLink = route(endpoints.claimLink, async ({ context, newDeviceKey, params }) => ({
  linked: await domain.claimLink(context, newDeviceKey, params.linkId),
}));

export const findLinkRequest = route(endpoints.findLinkRequest, ({ context, signedIn, body }) =>
  domain.findLinkRequest(context, signedIn, body.code),
);

export const approveLink = route(endpoints.approveLink, ({ context, signedIn, params, body, origin }) =>
  domain.approveLink(context, signedIn, params.linkId, body, origin),
);

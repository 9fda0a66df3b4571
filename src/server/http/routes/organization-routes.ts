// Handlers of the organization.
import * as endpoints from '../../../contract/endpoints/organization.ts';
import {
  getOrganization as read,
  updateOrganization as update,
} from '../../domain/organization/organization.ts';
import { transferOwnership as transfer } from '../../domain/organization/ownership.ts';
import { previewPasskeyRule as previewRule } from '../../domain/organization/preview-passkey-rule.ts';
import { previewPinPolicy as preview } from '../../domain/pins/preview-pin-policy.ts';
import { route } from '../route.ts';

export const getOrganization = route(endpoints.getOrganization, ({ context, signedIn }) =>
  read(context, signedIn.organizationId),
);

export const updateOrganization = route(endpoints.updateOrganization, ({ context, signedIn, body, origin }) =>
  update(context, signedIn, body, origin),
);

export const transferOwnership = route(endpoints.transferOwnership, ({ context, signedIn, body, origin }) =>
  transfer(context, signedIn, body, origin),
);

export const previewPinPolicy = route(endpoints.previewPinPolicy, ({ context, signedIn, body }) =>
  preview(context, signedIn, body),
);

export const previewPasskeyRule = route(endpoints.previewPasskeyRule, ({ context, signedIn }) =>
  previewRule(context, signedIn),
);

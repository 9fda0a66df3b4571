// Handlers of mails that could not be delivered.
import * as endpoints from '../../../contract/endpoints/mails.ts';
import { listUndeliveredMails as list, retryMail as retry } from '../../mail/undelivered-mails.ts';
import { route } from '../route.ts';

export const listUndeliveredMails = route(endpoints.listUndeliveredMails, ({ context, signedIn }) =>
  list(context, signedIn),
);

export const retryMail = route(endpoints.retryMail, ({ context, signedIn, params, origin }) =>
  retry(context, signedIn, params.mailId, origin),
);

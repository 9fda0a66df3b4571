// Handlers of the import of people from a file.
import * as endpoints from '../../../contract/endpoints/user-imports.ts';
import { checkUserImport as check } from '../../domain/imports/check-user-import.ts';
import { getUserImport as read, startUserImport as start } from '../../domain/imports/start-user-import.ts';
import { route } from '../route.ts';

export const checkUserImport = route(endpoints.checkUserImport, ({ context, signedIn, body }) =>
  check(context, signedIn, body),
);

export const startUserImport = route(endpoints.startUserImport, ({ context, signedIn, params, origin }) =>
  start(context, signedIn, params.importId, origin),
);

export const getUserImport = route(endpoints.getUserImport, ({ context, signedIn, params }) =>
  read(context, signedIn, params.importId),
);

// The table of routes: one for each endpoint of the contract, or it doesn't compile.
import type { Operation } from '../../contract/endpoints.ts';
import type { DeviceStreams } from './device-streams.ts';
import type { Route } from './route.ts';
import * as account from './routes/account-routes.ts';
import * as auditEvents from './routes/audit-event-routes.ts';
import * as deviceLinks from './routes/device-link-routes.ts';
import * as deviceReviews from './routes/device-review-routes.ts';
import * as devices from './routes/device-routes.ts';
import * as invitations from './routes/invitation-routes.ts';
import * as mails from './routes/mail-routes.ts';
import * as organization from './routes/organization-routes.ts';
import * as partners from './routes/partner-routes.ts';
import * as passkeys from './routes/passkey-routes.ts';
import * as pins from './routes/pin-routes.ts';
import * as roles from './routes/role-routes.ts';
import * as server from './routes/server-routes.ts';
import * as session from './routes/session-routes.ts';
import * as signUp from './routes/sign-up-routes.ts';
import * as units from './routes/unit-routes.ts';
import * as userImports from './routes/user-import-routes.ts';
import * as users from './routes/user-routes.ts';

/** Every endpoint with its handler. */
export function makeRoutes(streams: DeviceStreams): Record<Operation, Route> {
  const { makeOpenChangeStream, ...deviceRoutes } = devices;
  return {
    ...server,
    ...session,
    ...signUp,
    ...passkeys,
    ...account,
    ...organization,
    ...invitations,
    ...auditEvents,
    ...users,
    ...userImports,
    ...roles,
    ...units,
    ...partners,
    ...pins,
    ...mails,
    ...deviceLinks,
    ...deviceReviews,
    ...deviceRoutes,
    openChangeStream: makeOpenChangeStream(streams),
  };
}

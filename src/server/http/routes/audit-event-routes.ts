// Handlers of the audit trail.
import * as endpoints from '../../../contract/endpoints/audit-events.ts';
import { listAuditEvents as list } from '../../domain/audit/audit-trail.ts';
import { exportAuditEvents as writeExport } from '../../domain/audit/export-audit-trail.ts';
import { checkAuditTrail } from '../../domain/audit/verify-audit-trail.ts';
import { route } from '../route.ts';

export const listAuditEvents = route(endpoints.listAuditEvents, ({ context, signedIn, query }) =>
  list(context, signedIn, query),
);

export const exportAuditEvents = route(endpoints.exportAuditEvents, ({ context, signedIn, query, origin }) =>
  writeExport(context, signedIn, query, origin),
);

export const verifyAuditTrail = route(endpoints.verifyAuditTrail, ({ context, signedIn }) =>
  checkAuditTrail(context, signedIn),
);

// Every table of the database.
export { auditEvents } from './schema/audit-events.ts';
export { devices, usedProofs } from './schema/devices.ts';
export { organizations, removals, roles, units } from './schema/organizations.ts';
export { attemptLimits, keyCheck, setupCodes } from './schema/server.ts';
export { accountSessions, pinSessions } from './schema/sessions.ts';
export { users, userUnits } from './schema/users.ts';

// Every table of the database.
export { appArtifacts, appKeys, appSecrets, appSessions, apps } from './schema/apps.ts';
export {
  auditChain,
  auditEvents,
  auditHeads,
  auditLanes,
  auditMarks,
  auditTail,
} from './schema/audit-events.ts';
export { deviceEvents, devices, deviceTries, linkRequests, usedProofs } from './schema/devices.ts';
export { oneTimeLinks, signUps } from './schema/links.ts';
export { mails } from './schema/mails.ts';
export { organizations, partners, removals, roles, units } from './schema/organizations.ts';
export { passkeys } from './schema/passkeys.ts';
export { attemptLimits, keyCheck, setupCodes } from './schema/server.ts';
export { accountSessions, pinSessions } from './schema/sessions.ts';
export { pinRequests, userImports, users, userUnits, userWords } from './schema/users.ts';

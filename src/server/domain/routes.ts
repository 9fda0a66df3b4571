// The function behind each endpoint of the contract: one entry for each, or it doesn't compile.
import type { Endpoints, Operation } from '../../contract/endpoints.ts';
import { listUndeliveredMails, retryMail } from '../mail/undelivered-mails.ts';
import type { Handler } from './access/call.ts';
import { getReadiness } from './access/readiness.ts';
import { describeSession } from './access/signed-in.ts';
import { checkPasswordReset, completePasswordReset } from './account/complete-password-reset.ts';
import { confirmEmailChange } from './account/confirm-email-change.ts';
import * as account from './account/own-account.ts';
import * as ownSessions from './account/own-sessions.ts';
import * as emailChange from './account/request-email-change.ts';
import * as passwordReset from './account/request-password-reset.ts';
import { stopEmailChange } from './account/stop-email-change.ts';
import { listAuditEvents } from './audit/audit-trail.ts';
import { exportAuditEvents } from './audit/export-audit-trail.ts';
import { checkAuditTrail } from './audit/verify-audit-trail.ts';
import { authorizeDevice } from './devices/authorize-device.ts';
import { listDevices } from './devices/device-view.ts';
import * as pairing from './devices/link-from-afar.ts';
import { countOfflinePeople } from './devices/offline-people.ts';
import { liftDevicePause, recordWipe, revokeDevice } from './devices/revoke-device.ts';
import { pullRoster } from './devices/roster-pull.ts';
import { updateDevice } from './devices/update-device.ts';
import { checkUserImport } from './imports/check-user-import.ts';
import { exportUsers } from './imports/export-users.ts';
import { getUserImport, startUserImport } from './imports/start-user-import.ts';
import { countDeviceReviews, listDeviceReviews, reviewDeviceEvents } from './offline/review-device-events.ts';
import { takeDeviceEvents } from './offline/take-device-events.ts';
import { getOrganization, updateOrganization } from './organization/organization.ts';
import { transferOwnership } from './organization/ownership.ts';
import { previewPasskeyRule } from './organization/preview-passkey-rule.ts';
import { checkSetupCode, setUp } from './organization/setup.ts';
import * as signUp from './organization/sign-up.ts';
import { createPartnerUser } from './partners/create-partner-user.ts';
import { listPartners } from './partners/list-partners.ts';
import { moveUserToPartner, takeUserFromPartner } from './partners/move-user.ts';
import { createPartner, updatePartner } from './partners/save-partner.ts';
import { addPasskey, startPasskey } from './passkeys/add-passkey.ts';
import * as passkeys from './passkeys/passkeys.ts';
import * as passkeyUse from './passkeys/use-passkey.ts';
import { changeOwnPin, getOwnPin } from './pins/change-own-pin.ts';
import { dismissPinRequest, listPinRequests, requestPin } from './pins/pin-requests.ts';
import { describeNewPinSession, endPinSession } from './pins/pin-session.ts';
import { signInWithPin } from './pins/pin-sign-in.ts';
import { previewPinPolicy } from './pins/preview-pin-policy.ts';
import { suggestOwnPin, suggestPin } from './pins/taken-pins.ts';
import { createRole, updateRole } from './roles/change-role.ts';
import { deleteRole } from './roles/delete-role.ts';
import { listRoles } from './roles/list-roles.ts';
import { changePassword, confirmPassword } from './sign-in/own-password.ts';
import { signIn, signOut } from './sign-in/sign-in.ts';
import { createUnit, updateUnit } from './units/change-unit.ts';
import { deleteUnit } from './units/delete-unit.ts';
import { listUnits } from './units/list-units.ts';
import * as invitation from './users/accept-invitation.ts';
import { answerPinRequest } from './users/answer-pin-request.ts';
import { createUser } from './users/create-user.ts';
import { deleteUsers } from './users/delete-users.ts';
import { endUserSessions } from './users/end-user-sessions.ts';
import { generatePassword } from './users/generate-password.ts';
import { cancelInvitation, inviteUser } from './users/invitations.ts';
import { getUser, listUsers } from './users/list-users.ts';
import { giveTemporaryPin } from './users/temporary-pin.ts';
import { updateUser } from './users/update-user.ts';

/** Every endpoint with what does its work. */
export const handlers: { readonly [O in Operation]: Handler<Endpoints[O]> } = {
  // The server itself, for operators.
  getHealth: ({ context }) => ({ status: 'live', version: context.version }),
  getReadiness: ({ context }) => getReadiness(context),

  // The first organization, and those that anybody may create.
  checkSetupCode: ({ context, body }) => checkSetupCode(context, body.code),
  setUp: async ({ context, body, origin, startSession }) => startSession(await setUp(context, body, origin)),
  getSignUp: ({ context }) => ({ open: context.env.signUpOpen }),
  requestSignUp: ({ context, body }) => signUp.requestSignUp(context, body),
  checkSignUp: ({ context, body }) => signUp.checkSignUp(context, body.code),
  completeSignUp: async ({ context, body, origin, startSession }) =>
    startSession(await signUp.completeSignUp(context, body, origin)),

  // Account sessions.
  signIn: ({ context, body, origin, startSession }) => signIn(context, body, origin, startSession),
  getSession: ({ signedIn }) => describeSession(signedIn),
  signOut: async ({ context, signedIn, origin, forgetSession }) => {
    await signOut(context, signedIn, origin);
    forgetSession();
  },
  confirmPassword: async ({ context, signedIn, body }) =>
    describeSession(await confirmPassword(context, signedIn, body.password)),
  changePassword: async ({ context, signedIn, body, origin }) =>
    describeSession(await changePassword(context, signedIn, body, origin)),

  // Passkeys.
  startPasskeySignIn: ({ context }) => passkeyUse.requestSignIn(context),
  signInWithPasskey: async ({ context, body, origin, startSession }) =>
    startSession(await passkeyUse.signInWithPasskey(context, body, origin)),
  startPasskeyConfirmation: ({ context, signedIn }) => passkeyUse.requestConfirmation(context, signedIn),
  confirmPasskey: async ({ context, signedIn, body, origin, startSession }) =>
    startSession(await passkeyUse.confirmPasskey(context, signedIn, body, origin)),
  listPasskeys: async ({ context, signedIn }) => ({
    passkeys: await passkeys.listPasskeys(context, signedIn),
  }),
  startPasskey: ({ context, signedIn }) => startPasskey(context, signedIn),
  addPasskey: async ({ context, signedIn, body, origin, startSession }) => {
    const { passkey, token } = await addPasskey(context, signedIn, body, origin);
    await startSession(token);
    return passkey;
  },
  renamePasskey: ({ context, signedIn, params, body, origin }) =>
    passkeys.renamePasskey(context, signedIn, { ...params, ...body }, origin),
  removePasskey: ({ context, signedIn, params, origin }) =>
    passkeys.removePasskey(context, signedIn, params.passkeyId, origin),

  // One's own account.
  getAccount: ({ context, signedIn }) => account.getAccount(context, signedIn),
  updateAccount: async ({ context, signedIn, body, origin }) =>
    describeSession(await account.updateAccount(context, signedIn, body, origin)),
  listSessions: async ({ context, signedIn }) => ({
    sessions: await ownSessions.listOwnSessions(context, signedIn),
  }),
  endSession: ({ context, signedIn, params, origin }) =>
    ownSessions.endOwnSession(context, signedIn, params.sessionId, origin),
  requestEmailChange: async ({ context, signedIn, body, origin }) => {
    const { email, expiresAt } = await emailChange.requestEmailChange(context, signedIn, body, origin);
    return { email, expiresAt: expiresAt.toISOString() };
  },
  cancelEmailChange: ({ context, signedIn, origin }) =>
    emailChange.cancelEmailChange(context, signedIn, origin),
  confirmEmailChange: ({ context, body, origin }) => confirmEmailChange(context, body.code, origin),
  stopEmailChange: ({ context, body, origin }) => stopEmailChange(context, body.code, origin),
  requestPasswordReset: ({ context, body, origin }) =>
    passwordReset.requestPasswordReset(context, body.email, origin),
  renewPasswordReset: ({ context, body, origin }) =>
    passwordReset.renewPasswordReset(context, body.code, origin),
  checkPasswordReset: ({ context, body }) => checkPasswordReset(context, body.code),
  completePasswordReset: async ({ context, body, origin, startSession }) =>
    startSession(await completePasswordReset(context, body, origin)),

  // The organization.
  getOrganization: ({ context, signedIn }) => getOrganization(context, signedIn.organizationId),
  updateOrganization: ({ context, signedIn, body, origin }) =>
    updateOrganization(context, signedIn, body, origin),
  previewPinPolicy: ({ context, signedIn, body }) => previewPinPolicy(context, signedIn, body),
  previewPasskeyRule: ({ context, signedIn }) => previewPasskeyRule(context, signedIn),
  transferOwnership: ({ context, signedIn, body, origin }) =>
    transferOwnership(context, signedIn, body, origin),

  // Roles.
  listRoles: async ({ context, signedIn }) => ({ roles: await listRoles(context, signedIn) }),
  createRole: ({ context, signedIn, body, origin }) => createRole(context, signedIn, body, origin),
  updateRole: ({ context, signedIn, params, body, origin }) =>
    updateRole(context, signedIn, params.roleId, body, origin),
  deleteRole: ({ context, signedIn, params, body, origin }) =>
    deleteRole(context, signedIn, params.roleId, body.moveTo, origin),

  // The audit trail.
  listAuditEvents: ({ context, signedIn, query }) => listAuditEvents(context, signedIn, query),
  exportAuditEvents: ({ context, signedIn, query, origin }) =>
    exportAuditEvents(context, signedIn, query, origin),
  verifyAuditTrail: ({ context, signedIn }) => checkAuditTrail(context, signedIn),

  // Invitations, for those who were invited.
  checkInvitation: ({ context, body }) => invitation.checkInvitation(context, body.code),
  acceptInvitation: async ({ context, body, origin, startSession }) =>
    startSession(await invitation.acceptInvitation(context, body, origin)),
  renewInvitation: ({ context, body, origin }) => invitation.renewInvitation(context, body.code, origin),

  // Users.
  listUsers: ({ context, signedIn, query: { page, sort, order, ...filter } }) =>
    listUsers(context, signedIn, filter, { page: Number(page ?? 1), sort, order }),
  getUser: ({ context, signedIn, params }) => getUser(context, signedIn, params.userId),
  createUser: ({ context, signedIn, body, origin }) => createUser(context, signedIn, body, origin),
  updateUser: ({ context, signedIn, params, body, origin }) =>
    updateUser(context, signedIn, params.userId, body, origin),
  deleteUsers: async ({ context, signedIn, body, origin }) => ({
    deleted: await deleteUsers(context, signedIn, body.userIds, origin),
  }),
  inviteUser: ({ context, signedIn, params, origin }) => inviteUser(context, signedIn, params.userId, origin),
  cancelInvitation: ({ context, signedIn, params, origin }) =>
    cancelInvitation(context, signedIn, params.userId, origin),
  generatePassword: ({ context, signedIn, params, body, origin }) =>
    generatePassword(context, signedIn, { userId: params.userId, deliver: body.deliver }, origin),
  endUserSessions: async ({ context, signedIn, params, origin }) => ({
    ended: await endUserSessions(context, signedIn, params.userId, origin),
  }),
  giveTemporaryPin: ({ context, signedIn, params, origin }) =>
    giveTemporaryPin(context, signedIn, params.userId, origin),
  suggestPin: async ({ context, signedIn }) => ({ pin: await suggestPin(context, signedIn) }),
  exportUsers: ({ context, signedIn, query, origin }) => exportUsers(context, signedIn, query, origin),
  checkUserImport: ({ context, signedIn, body }) => checkUserImport(context, signedIn, body),
  startUserImport: ({ context, signedIn, params, origin }) =>
    startUserImport(context, signedIn, params.importId, origin),
  getUserImport: ({ context, signedIn, params }) => getUserImport(context, signedIn, params.importId),

  // Partners and their people.
  listPartners: async ({ context, signedIn, query }) => ({
    partners: await listPartners(context, signedIn, query.search ?? ''),
  }),
  createPartner: ({ context, signedIn, body, origin }) => createPartner(context, signedIn, body, origin),
  updatePartner: ({ context, signedIn, params, body, origin }) =>
    updatePartner(context, signedIn, params.partnerId, body, origin),
  createPartnerUser: ({ context, signedIn, params, body, origin }) =>
    createPartnerUser(context, signedIn, params.partnerId, body, origin),
  moveUserToPartner: ({ context, signedIn, params, body, origin }) =>
    moveUserToPartner(context, signedIn, params.partnerId, body.userId, origin),
  takeUserFromPartner: ({ context, signedIn, params, body, origin }) =>
    takeUserFromPartner(context, signedIn, params.partnerId, body, origin),

  // Organizational units.
  listUnits: ({ context, signedIn }) => listUnits(context, signedIn),
  createUnit: ({ context, signedIn, body, origin }) => createUnit(context, signedIn, body, origin),
  updateUnit: ({ context, signedIn, params, body, origin }) =>
    updateUnit(context, signedIn, params.unitId, body, origin),
  deleteUnit: ({ context, signedIn, params, body, origin }) =>
    deleteUnit(context, signedIn, params.unitId, body.moveTo, origin),

  // Mails that could not be delivered.
  listUndeliveredMails: ({ context, signedIn }) => listUndeliveredMails(context, signedIn),
  retryMail: ({ context, signedIn, params, origin }) => retryMail(context, signedIn, params.mailId, origin),

  // Devices, for the admins who look after them.
  listDevices: async ({ context, signedIn }) => ({ devices: await listDevices(context, signedIn) }),
  authorizeDevice: async ({ context, signedIn, newDeviceKey, body, origin }) => ({
    ...(await authorizeDevice(context, signedIn, { ...newDeviceKey, ...body }, origin)),
    organizationName: signedIn.organizationName,
  }),
  updateDevice: ({ context, signedIn, params, body, origin }) =>
    updateDevice(context, signedIn, params.deviceId, body, origin),
  previewRevocation: ({ context, signedIn, params }) =>
    countOfflinePeople(context, signedIn, params.deviceId),
  revokeDevice: ({ context, signedIn, params, body, origin }) =>
    revokeDevice(context, signedIn, params.deviceId, body, origin),
  liftDevicePause: ({ context, signedIn, params, origin }) =>
    liftDevicePause(context, signedIn, params.deviceId, origin),
  askForLink: ({ context, newDeviceKey, origin }) => pairing.askForLink(context, newDeviceKey, origin),
  claimLink: async ({ context, newDeviceKey, params }) => ({
    linked: await pairing.claimLink(context, newDeviceKey, params.linkId),
  }),
  findLinkRequest: ({ context, signedIn, body }) => pairing.findLinkRequest(context, signedIn, body.code),
  approveLink: ({ context, signedIn, params, body, origin }) =>
    pairing.approveLink(context, signedIn, params.linkId, body, origin),
  listDeviceReviews: ({ context, signedIn, params }) => listDeviceReviews(context, signedIn, params.deviceId),
  countDeviceReviews: async ({ context, signedIn }) => ({
    open: await countDeviceReviews(context, signedIn),
  }),
  reviewDeviceEvents: ({ context, signedIn, params, body, origin }) =>
    reviewDeviceEvents(context, signedIn, params.deviceId, body, origin),

  // What tablets call.
  pullChanges: ({ context, device, query: { cursor, ...report }, origin }) =>
    pullRoster(context, device, cursor, report, origin.address),
  openChangeStream: ({ device, openStream }) => openStream(device),
  signInWithPin: async ({ context, device, body, origin }) => {
    const token = await signInWithPin(context, device, body, origin.address);
    return { token, session: await describeNewPinSession(context, device, token) };
  },
  endPinSession: ({ context, device, query, origin }) =>
    endPinSession(context, device, query.reason, origin.address),
  pushEvents: async ({ context, device, body, origin }) => ({
    upTo: await takeDeviceEvents(context, device, body, origin.address),
  }),
  sendWipeReceipt: async ({ context, device, body, origin }) => ({
    wipedAt: (await recordWipe(context, device, body.receipt, origin.address)).toISOString(),
  }),

  // PINs: one's own, and requests for new ones.
  getOwnPin: ({ context, signedIn }) => getOwnPin(context, signedIn),
  suggestOwnPin: async ({ context, signedIn }) => ({ pin: await suggestOwnPin(context, signedIn) }),
  changeOwnPin: async ({ context, signedIn, body, origin }) =>
    describeSession(await changeOwnPin(context, signedIn, body, origin)),
  requestPin: ({ context, device, body, origin }) => requestPin(context, device, body.userId, origin),
  listPinRequests: ({ context, signedIn }) => listPinRequests(context, signedIn),
  answerPinRequest: ({ context, signedIn, params, body, origin }) =>
    answerPinRequest(context, signedIn, params.requestId, body.password, origin),
  dismissPinRequest: ({ context, signedIn, params, origin }) =>
    dismissPinRequest(context, signedIn, params.requestId, origin),
};

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
import { makeAppSecret } from './apps/app-secrets.ts';
import * as appSignIns from './apps/app-sign-in.ts';
import { getHome } from './apps/home.ts';
import { listAppSessions, listApps } from './apps/list-apps.ts';
import * as appChanges from './apps/save-app.ts';
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
import { sendTestMail } from './organization/send-test-mail.ts';
import { checkSetupCode, setUp } from './organization/setup.ts';
import * as signUp from './organization/sign-up.ts';
import { createPartnerUser } from './partners/create-partner-user.ts';
import { listPartners } from './partners/list-partners.ts';
import { moveUserToPartner, takeUserFromPartner } from './partners/move-user.ts';
import { createPartner, updatePartner } from './partners/save-partner.ts';
import { addPasskey, startPasskey } from './passkeys/add-passkey.ts';
import * as passkeys from './passkeys/passkeys.ts';
import * as passkeyUse from './passkeys/use-passkey.ts';
import { changeOwnPin, checkOwnPin, getOwnPin } from './pins/change-own-pin.ts';
import { dismissPinRequest, listPinRequests, requestPin } from './pins/pin-requests.ts';
import { endPinSession } from './pins/pin-session.ts';
import { signInWithPin } from './pins/pin-sign-in.ts';
import { previewPinPolicy } from './pins/preview-pin-policy.ts';
import { suggestOwnPin, suggestPin } from './pins/taken-pins.ts';
import { createRole, updateRole } from './roles/change-role.ts';
import { deleteRole } from './roles/delete-role.ts';
import { listRoles } from './roles/list-roles.ts';
import { changePassword, stepUpWithPassword } from './sign-in/own-password.ts';
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
import { cancelInvitation, inviteUser, makeInvitationLink } from './users/invitations.ts';
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
  setUp: async (call) => call.startSession(await setUp(call, call.body)),
  getSignUp: ({ context }) => ({ open: context.env.signUpOpen }),
  requestSignUp: ({ context, body }) => signUp.requestSignUp(context, body),
  checkSignUp: ({ context, body }) => signUp.checkSignUp(context, body.code),
  completeSignUp: async (call) => call.startSession(await signUp.completeSignUp(call, call.body)),

  // Account sessions.
  signIn: (call) => signIn(call, call.body, call.startSession),
  getSession: ({ signedIn }) => describeSession(signedIn),
  signOut: async (act) => {
    await signOut(act);
    act.forgetSession();
  },
  stepUpWithPassword: async (act) => describeSession(await stepUpWithPassword(act, act.body.password)),
  changePassword: async (act) => describeSession(await changePassword(act, act.body)),

  // Passkeys.
  startPasskeySignIn: ({ context }) => passkeyUse.requestSignIn(context),
  signInWithPasskey: async (call) => call.startSession(await passkeyUse.signInWithPasskey(call, call.body)),
  startPasskeyStepUp: passkeyUse.requestStepUp,
  stepUpWithPasskey: async (act) => act.startSession(await passkeyUse.stepUpWithPasskey(act, act.body)),
  listPasskeys: async (act) => ({ passkeys: await passkeys.listPasskeys(act) }),
  startPasskey,
  addPasskey: async (act) => {
    const { passkey, token } = await addPasskey(act, act.body);
    await act.startSession(token);
    return passkey;
  },
  renamePasskey: (act) => passkeys.renamePasskey(act, { ...act.params, ...act.body }),
  removePasskey: (act) => passkeys.removePasskey(act, act.params.passkeyId),

  // One's own account.
  getAccount: account.getAccount,
  updateAccount: async (act) => describeSession(await account.updateAccount(act, act.body)),
  listSessions: async (act) => ({ sessions: await ownSessions.listOwnSessions(act) }),
  endSession: (act) => ownSessions.endOwnSession(act, act.params.sessionId),
  requestEmailChange: async (act) => {
    const { email, expiresAt } = await emailChange.requestEmailChange(act, act.body);
    return { email, expiresAt: expiresAt.toISOString() };
  },
  cancelEmailChange: emailChange.cancelEmailChange,
  confirmEmailChange: (call) => confirmEmailChange(call, call.body.code),
  stopEmailChange: (call) => stopEmailChange(call, call.body.code),
  requestPasswordReset: (call) => passwordReset.requestPasswordReset(call, call.body.email),
  renewPasswordReset: (call) => passwordReset.renewPasswordReset(call, call.body.code),
  checkPasswordReset: ({ context, body }) => checkPasswordReset(context, body.code),
  completePasswordReset: async (call) => call.startSession(await completePasswordReset(call, call.body)),

  // The organization.
  getOrganization: ({ context, signedIn }) => getOrganization(context, signedIn.organizationId),
  updateOrganization: (act) => updateOrganization(act, act.body),
  sendTestMail,
  previewPinPolicy: (act) => previewPinPolicy(act, act.body),
  previewPasskeyRule,
  transferOwnership: (act) => transferOwnership(act, act.body),

  // Apps.
  getHome,
  listApps,
  createApp: (act) => appChanges.createApp(act, act.body),
  updateApp: (act) => appChanges.updateApp(act, act.params.appId, act.body),
  orderApps: (act) => appChanges.orderApps(act, act.body.appIds),
  deleteApp: (act) => appChanges.deleteApp(act, act.params.appId),
  continueAppSignIn: (act) => appSignIns.continueAppSignIn(act, act.params.signInId),
  refuseAppSignIn: (act) => appSignIns.refuseAppSignIn(act, act.params.signInId),
  listAppSessions: async (act) => ({ sessions: await listAppSessions(act, act.params.appId) }),
  makeAppSecret: (act) => makeAppSecret(act, { ...act.params, ...act.body }),

  // Roles.
  listRoles: async (act) => ({ roles: await listRoles(act) }),
  createRole: (act) => createRole(act, act.body),
  updateRole: (act) => updateRole(act, act.params.roleId, act.body),
  deleteRole: (act) => deleteRole(act, act.params.roleId, act.body.moveTo),

  // The audit trail.
  listAuditEvents: (act) => listAuditEvents(act, act.query),
  exportAuditEvents: (act) => exportAuditEvents(act, act.query),
  verifyAuditTrail: checkAuditTrail,

  // Invitations, for those who were invited.
  checkInvitation: ({ context, body }) => invitation.checkInvitation(context, body.code),
  acceptInvitation: async (call) => call.startSession(await invitation.acceptInvitation(call, call.body)),
  renewInvitation: (call) => invitation.renewInvitation(call, call.body.code),

  // Users.
  listUsers: (act) => {
    const { page, sort, order, ...filter } = act.query;
    return listUsers(act, filter, { page: Number(page ?? 1), sort, order });
  },
  getUser: (act) => getUser(act, act.params.userId),
  createUser: (act) => createUser(act, act.body),
  updateUser: (act) => updateUser(act, act.params.userId, act.body),
  deleteUsers: async (act) => ({ deleted: await deleteUsers(act, act.body.userIds) }),
  inviteUser: (act) => inviteUser(act, act.params.userId),
  makeInvitationLink: (act) => makeInvitationLink(act, act.params.userId),
  cancelInvitation: (act) => cancelInvitation(act, act.params.userId),
  generatePassword: (act) => generatePassword(act, { ...act.params, ...act.body }),
  endUserSessions: async (act) => ({ ended: await endUserSessions(act, act.params.userId) }),
  giveTemporaryPin: (act) => giveTemporaryPin(act, act.params.userId),
  suggestPin: async (act) => ({ pin: await suggestPin(act) }),
  exportUsers: (act) => exportUsers(act, act.query),
  checkUserImport: (act) => checkUserImport(act, act.body),
  startUserImport: (act) => startUserImport(act, act.params.importId),
  getUserImport: (act) => getUserImport(act, act.params.importId),

  // Partners and their users.
  listPartners: async (act) => ({ partners: await listPartners(act, act.query.search ?? '') }),
  createPartner: (act) => createPartner(act, act.body),
  updatePartner: (act) => updatePartner(act, act.params.partnerId, act.body),
  createPartnerUser: (act) => createPartnerUser(act, act.params.partnerId, act.body),
  moveUserToPartner: (act) => moveUserToPartner(act, act.params.partnerId, act.body.userId),
  takeUserFromPartner: (act) => takeUserFromPartner(act, act.params.partnerId, act.body),

  // Organizational units.
  listUnits,
  createUnit: (act) => createUnit(act, act.body),
  updateUnit: (act) => updateUnit(act, act.params.unitId, act.body),
  deleteUnit: (act) => deleteUnit(act, act.params.unitId, act.body.moveTo),

  // Mails that could not be delivered.
  listUndeliveredMails,
  retryMail: (act) => retryMail(act, act.params.mailId),

  // Devices, for the admins who look after them.
  listDevices: async (act) => ({ devices: await listDevices(act) }),
  authorizeDevice: async (act) => ({
    ...(await authorizeDevice(act, { ...act.newDeviceKey, ...act.body })),
    organizationName: act.signedIn.organizationName,
  }),
  updateDevice: (act) => updateDevice(act, act.params.deviceId, act.body),
  previewRevocation: (act) => countOfflinePeople(act, act.params.deviceId),
  revokeDevice: (act) => revokeDevice(act, act.params.deviceId, act.body),
  liftDevicePause: (act) => liftDevicePause(act, act.params.deviceId),
  askForLink: ({ context, newDeviceKey, origin }) => pairing.askForLink(context, newDeviceKey, origin),
  claimLink: async ({ context, newDeviceKey, params }) => ({
    linked: await pairing.claimLink(context, newDeviceKey, params.linkId),
  }),
  findLinkRequest: (act) => pairing.findLinkRequest(act, act.body.code),
  approveLink: (act) => pairing.approveLink(act, act.params.linkId, act.body),
  listDeviceReviews: (act) => listDeviceReviews(act, act.params.deviceId),
  countDeviceReviews: async (act) => ({ open: await countDeviceReviews(act) }),
  reviewDeviceEvents: (act) => reviewDeviceEvents(act, act.params.deviceId, act.body),

  // What tablets call.
  pullChanges: (act) => {
    const { cursor, ...report } = act.query;
    return pullRoster(act, cursor, report);
  },
  openChangeStream: ({ device, openStream }) => openStream(device),
  signInWithPin: async (act) => {
    const { token, signedIn } = await signInWithPin(act, act.body);
    return { token, session: describeSession(signedIn) };
  },
  endPinSession: (act) => endPinSession(act, act.query.reason),
  pushEvents: async (act) => ({ upTo: await takeDeviceEvents(act, act.body) }),
  sendWipeReceipt: async (act) => ({ wipedAt: (await recordWipe(act, act.body.receipt)).toISOString() }),

  // PINs: one's own, and requests for new ones.
  getOwnPin,
  suggestOwnPin: async (act) => ({ pin: await suggestOwnPin(act) }),
  checkOwnPin: (act) => checkOwnPin(act, act.body.currentPin),
  changeOwnPin: async (act) => describeSession(await changeOwnPin(act, act.body)),
  requestPin: (act) => requestPin(act, act.body.userId),
  listPinRequests,
  answerPinRequest: (act) => answerPinRequest(act, act.params.requestId, act.body.password),
  dismissPinRequest: (act) => dismissPinRequest(act, act.params.requestId),
};

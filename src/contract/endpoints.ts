// The one table of endpoints, from which routes, guards, the OpenAPI document and the access tests are made.
import * as account from './endpoints/account.ts';
import * as appSignIns from './endpoints/app-sign-ins.ts';
import * as apps from './endpoints/apps.ts';
import * as auditEvents from './endpoints/audit-events.ts';
import * as device from './endpoints/device.ts';
import * as deviceLinks from './endpoints/device-links.ts';
import * as deviceReviews from './endpoints/device-reviews.ts';
import * as devices from './endpoints/devices.ts';
import * as emailChange from './endpoints/email-change.ts';
import * as home from './endpoints/home.ts';
import * as invitations from './endpoints/invitations.ts';
import * as mails from './endpoints/mails.ts';
import * as organization from './endpoints/organization.ts';
import * as ownPin from './endpoints/own-pin.ts';
import * as partners from './endpoints/partners.ts';
import * as passkeys from './endpoints/passkeys.ts';
import * as password from './endpoints/password.ts';
import * as passwordReset from './endpoints/password-reset.ts';
import * as pinRequests from './endpoints/pin-requests.ts';
import * as roles from './endpoints/roles.ts';
import * as server from './endpoints/server.ts';
import * as session from './endpoints/session.ts';
import * as setup from './endpoints/setup.ts';
import * as signUp from './endpoints/sign-up.ts';
import * as units from './endpoints/units.ts';
import * as userImports from './endpoints/user-imports.ts';
import * as users from './endpoints/users.ts';

export const endpoints = {
  getHealth: server.getHealth,
  getReadiness: server.getReadiness,
  checkSetupCode: setup.checkSetupCode,
  setUp: setup.setUp,
  getSignUp: signUp.getSignUp,
  requestSignUp: signUp.requestSignUp,
  checkSignUp: signUp.checkSignUp,
  completeSignUp: signUp.completeSignUp,
  signIn: password.signIn,
  getSession: session.getSession,
  signOut: session.signOut,
  stepUpWithPassword: password.stepUpWithPassword,
  changePassword: password.changePassword,
  startPasskeySignIn: passkeys.startPasskeySignIn,
  signInWithPasskey: passkeys.signInWithPasskey,
  startPasskeyStepUp: passkeys.startPasskeyStepUp,
  stepUpWithPasskey: passkeys.stepUpWithPasskey,
  listPasskeys: passkeys.listPasskeys,
  startPasskey: passkeys.startPasskey,
  addPasskey: passkeys.addPasskey,
  renamePasskey: passkeys.renamePasskey,
  removePasskey: passkeys.removePasskey,
  getAccount: account.getAccount,
  updateAccount: account.updateAccount,
  listSessions: account.listSessions,
  endSession: account.endSession,
  requestEmailChange: emailChange.requestEmailChange,
  cancelEmailChange: emailChange.cancelEmailChange,
  confirmEmailChange: emailChange.confirmEmailChange,
  stopEmailChange: emailChange.stopEmailChange,
  requestPasswordReset: passwordReset.requestPasswordReset,
  renewPasswordReset: passwordReset.renewPasswordReset,
  checkPasswordReset: passwordReset.checkPasswordReset,
  completePasswordReset: passwordReset.completePasswordReset,
  getOrganization: organization.getOrganization,
  updateOrganization: organization.updateOrganization,
  sendTestMail: organization.sendTestMail,
  previewPinPolicy: organization.previewPinPolicy,
  previewPasskeyRule: organization.previewPasskeyRule,
  transferOwnership: organization.transferOwnership,
  getHome: home.getHome,
  listApps: apps.listApps,
  createApp: apps.createApp,
  updateApp: apps.updateApp,
  orderApps: apps.orderApps,
  deleteApp: apps.deleteApp,
  makeAppSecret: apps.makeAppSecret,
  listAppSessions: apps.listAppSessions,
  continueAppSignIn: appSignIns.continueAppSignIn,
  refuseAppSignIn: appSignIns.refuseAppSignIn,
  listRoles: roles.listRoles,
  createRole: roles.createRole,
  updateRole: roles.updateRole,
  deleteRole: roles.deleteRole,
  listAuditEvents: auditEvents.listAuditEvents,
  exportAuditEvents: auditEvents.exportAuditEvents,
  verifyAuditTrail: auditEvents.verifyAuditTrail,
  checkInvitation: invitations.checkInvitation,
  acceptInvitation: invitations.acceptInvitation,
  renewInvitation: invitations.renewInvitation,
  listUsers: users.listUsers,
  getUser: users.getUser,
  createUser: users.createUser,
  updateUser: users.updateUser,
  deleteUsers: users.deleteUsers,
  inviteUser: users.inviteUser,
  makeInvitationLink: users.makeInvitationLink,
  cancelInvitation: users.cancelInvitation,
  generatePassword: users.generatePassword,
  endUserSessions: users.endUserSessions,
  giveTemporaryPin: users.giveTemporaryPin,
  suggestPin: users.suggestPin,
  exportUsers: users.exportUsers,
  checkUserImport: userImports.checkUserImport,
  startUserImport: userImports.startUserImport,
  getUserImport: userImports.getUserImport,
  listPartners: partners.listPartners,
  createPartner: partners.createPartner,
  updatePartner: partners.updatePartner,
  createPartnerUser: partners.createPartnerUser,
  moveUserToPartner: partners.moveUserToPartner,
  takeUserFromPartner: partners.takeUserFromPartner,
  listUnits: units.listUnits,
  createUnit: units.createUnit,
  updateUnit: units.updateUnit,
  deleteUnit: units.deleteUnit,
  listUndeliveredMails: mails.listUndeliveredMails,
  retryMail: mails.retryMail,
  listDevices: devices.listDevices,
  authorizeDevice: devices.authorizeDevice,
  updateDevice: devices.updateDevice,
  previewRevocation: devices.previewRevocation,
  revokeDevice: devices.revokeDevice,
  liftDevicePause: devices.liftDevicePause,
  askForLink: deviceLinks.askForLink,
  claimLink: deviceLinks.claimLink,
  findLinkRequest: deviceLinks.findLinkRequest,
  approveLink: deviceLinks.approveLink,
  listDeviceReviews: deviceReviews.listDeviceReviews,
  countDeviceReviews: deviceReviews.countDeviceReviews,
  reviewDeviceEvents: deviceReviews.reviewDeviceEvents,
  pullChanges: device.pullChanges,
  openChangeStream: device.openChangeStream,
  signInWithPin: device.signInWithPin,
  endPinSession: device.endPinSession,
  pushEvents: device.pushEvents,
  sendWipeReceipt: device.sendWipeReceipt,
  getOwnPin: ownPin.getOwnPin,
  suggestOwnPin: ownPin.suggestOwnPin,
  checkOwnPin: ownPin.checkOwnPin,
  changeOwnPin: ownPin.changeOwnPin,
  requestPin: pinRequests.requestPin,
  listPinRequests: pinRequests.listPinRequests,
  answerPinRequest: pinRequests.answerPinRequest,
  dismissPinRequest: pinRequests.dismissPinRequest,
};

export type Endpoints = typeof endpoints;
export type Operation = keyof Endpoints;

// Changing a user: name, role, units, ways in, and whether they may come in at all.
import { eq } from 'drizzle-orm';
import type { User } from '../../../contract/endpoints/users.ts';
import type { Language } from '../../../contract/languages.ts';
import type { Queries } from '../../database/database.ts';
import { pinRequests, pinSessions, users } from '../../database/schema.ts';
import { findUnmailable } from '../../mail/mailable-address.ts';
import { type Act, aboutUser, record } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { foldAddress } from '../access/fold-address.ts';
import { foldUsername } from '../access/look-alikes.ts';
import { readOrganization } from '../access/organization-row.ts';
import { readPhoneNumber } from '../access/phone-number.ts';
import { fieldProblem, ProblemError } from '../access/problem-error.ts';
import { findGrantableRole, requirePowerOver, requireTakeover } from '../access/roles.ts';
import { ownPassword } from '../access/secret-ends.ts';
import { mayComeIn, type SignedIn } from '../access/signed-in.ts';
import { requireStepUp } from '../access/step-up.ts';
import { endLinks } from '../links/end-links.ts';
import { endPasskeys } from '../passkeys/passkeys.ts';
import { findPinRefusal } from '../pins/taken-pins.ts';
import { type PreparedPin, preparePin, requireFittingPolicy } from '../pins/user-pin.ts';
import { endAccountSessions } from '../sign-in/account-session.ts';
import {
  describeUnitChange,
  readUnitNames,
  replaceUnits,
  requireUnlimitedOwner,
} from '../units/user-units.ts';
import { requireAnothersAddress, tellOfNewAddress } from './address-by-admin.ts';
import { explainTakenTo } from './explain-taken.ts';
import { findUser } from './list-users.ts';
import { requireFittingRole } from './new-user.ts';
import { sendInvitation } from './send-invitation.ts';
import { tellOfLostWay } from './tell-of-lost-way.ts';
import { describeUser } from './user-view.ts';
import { hasWayIn, lastWayIn, requireAddressForPassword, requireOwner } from './ways-in.ts';

export type UserChange = {
  revision: number;
  username?: string | undefined;
  roleId?: string | undefined;
  firstName?: string | undefined;
  lastName?: string | undefined;
  pin?: string | null | undefined;
  email?: string | null | undefined;
  password?: null | undefined;
  phone?: string | null | undefined;
  language?: Language | null | undefined;
  unitIds?: readonly string[] | undefined;
  state?: 'active' | 'suspended' | undefined;
  withoutWayIn?: true | undefined;
};

type UserRow = typeof users.$inferSelect;

const noPin = { pinSealed: null, pinLookup: null, pinLength: null };

/** What is stored for the fields of a change. */
async function storedFields(
  tx: Queries,
  organizationId: string,
  change: UserChange,
  pin: PreparedPin | null,
  now: Date,
): Promise<Partial<UserRow>> {
  const { username, firstName, lastName, email, language, state, phone } = change;
  const { phoneRule } = await readOrganization(tx, organizationId);
  return {
    ...(username === undefined ? {} : { username, usernameFolded: foldUsername(username) }),
    ...(firstName === undefined ? {} : { firstName }),
    ...(lastName === undefined ? {} : { lastName }),
    ...(email === undefined ? {} : { email, emailFolded: email && foldAddress(email) }),
    ...(language === undefined ? {} : { language }),
    ...(phone === undefined ? {} : { phone: phone && readPhoneNumber(phone, phoneRule) }),
    ...(state === undefined ? {} : { state }),
    ...(change.pin === undefined
      ? {}
      : {
          ...(pin ?? { ...noPin, pinSetAt: now }),
          pinFailures: 0,
          pinMustChange: false,
          pinExpiresAt: null,
        }),
    ...(change.password === undefined ? {} : ownPassword(null)),
  };
}

/** Ends sessions, links and passkeys that the change takes the ground from. @returns what the audit event says of it */
async function endWhatFalls(
  tx: Queries,
  signedIn: SignedIn,
  before: UserRow,
  user: UserRow,
  change: UserChange,
  now: Date,
): Promise<{ passkeysEnded?: number }> {
  const lostPassword = before.passwordHash !== null && user.passwordHash === null;
  const isSelf = user.id === signedIn.user.id;
  const isOut = user.state === 'suspended';
  const addressChanged = change.email !== undefined;
  if (isOut || change.password !== undefined || addressChanged) {
    await endAccountSessions(tx, user.id, isSelf && !isOut ? signedIn.sessionId : undefined);
    await endLinks(tx, user.id, ['password-reset', 'email-change'], now);
  }
  // An invitation outlives a suspension, during which it can’t be accepted; it never outlives the password that came of it.
  if (addressChanged || lostPassword) await endLinks(tx, user.id, ['invitation'], now);
  if (addressChanged) await endLinks(tx, user.id, ['email-change-stop'], now);
  if (isOut || change.pin !== undefined) await tx.delete(pinSessions).where(eq(pinSessions.userId, user.id));
  if (isOut || change.pin !== undefined) await tx.delete(pinRequests).where(eq(pinRequests.userId, user.id));
  // Who signs in with an address loses the way in when somebody else gives another; a passkey needs no address.
  return change.password !== undefined || (addressChanged && !isSelf) ? endPasskeys(tx, [user.id]) : {};
}

function requireFitting(signedIn: SignedIn, userId: string, change: UserChange, now: Date): void {
  const givesPower = [change.roleId, change.pin, change.email, change.password, change.unitIds].some(
    (value) => value !== undefined,
  );
  if (givesPower) requireStepUp(signedIn, now);
  if (change.state === 'suspended' && userId === signedIn.user.id) {
    throw fieldProblem('validation_failed', 'state', 'You can’t suspend yourself. Ask another admin.');
  }
}

/** The user as they stand, if the one who asks may change them and has seen them as they are now. */
async function findChangeable(tx: Queries, signedIn: SignedIn, userId: string, revision: number) {
  const found = await findUser(tx, signedIn, userId);
  requirePowerOver(signedIn, found.role.permissions);
  if (found.user.revision === revision) return found;
  throw new ProblemError(
    'changed_meanwhile',
    'Somebody else changed this user. Open the user again and repeat your change.',
  );
}

/** A form that is saved sends the address again as it is: that is no change. */
function isSameAddress(before: UserRow, { email }: UserChange): boolean {
  return email !== undefined && email === before.email;
}

/** Whether a change touches what makes the account somebody's. */
function takesOver({ user, role }: { user: UserRow; role: { id: string } }, change: UserChange): boolean {
  const isNewRole = change.roleId !== undefined && change.roleId !== role.id;
  const losesPassword = change.password !== undefined && user.passwordHash !== null;
  return change.email !== undefined || losesPassword || isNewRole;
}

function namesOf({ revision, withoutWayIn, ...fields }: UserChange): string[] {
  return Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

/**
 * Changes a user; all of it or, with the field named, nothing. A new address of somebody without a password is invited.
 * @throws ProblemError `changed_meanwhile` when `revision` is not the one that is stored; `last_way_in` when the user
 * could no longer sign in and that was not asked for
 */
export async function updateUser(act: Act, userId: string, given: UserChange): Promise<User> {
  const { context, signedIn } = act;
  const { organizationId } = signedIn;
  const now = context.clock();
  requireFitting(signedIn, userId, given, now);
  const unmailable = await findUnmailable(context, given.email ? [given.email] : []);
  const pin = given.pin ? await preparePin(context, organizationId, userId, given.pin) : null;
  const result = await changeOrganization(context, organizationId, async (tx, revision) => {
    const before = await findChangeable(tx, signedIn, userId, given.revision);
    const { partnerId } = before.user;
    const offered = { pin, userId, partnerId, field: 'pin', isOwn: false };
    const refusal = await findPinRefusal(tx, act, offered);
    if (refusal) return refusal;
    const change = isSameAddress(before.user, given) ? { ...given, email: undefined } : given;
    if (change.email !== undefined) requireAnothersAddress(signedIn, userId);
    const flaw = unmailable.get(change.email ?? '');
    if (flaw) throw fieldProblem('validation_failed', 'email', flaw);
    if (takesOver(before, change)) requireTakeover(signedIn, userId, before.role.permissions);
    const hadWayIn = await hasWayIn(tx, before.user, before.role);
    const role = change.roleId ? await findGrantableRole(tx, signedIn, change.roleId) : before.role;
    if (change.roleId) requireFittingRole(role, before.user.partnerId);
    if (pin) await requireFittingPolicy(tx, organizationId, pin);
    const unitsBefore = await readUnitNames(tx, [userId]);
    if (change.unitIds) await replaceUnits(tx, signedIn, userId, change.unitIds);
    const [user] = await tx
      .update(users)
      .set({ ...(await storedFields(tx, organizationId, change, pin, now)), roleId: role.id, revision })
      .where(eq(users.id, userId))
      .returning();
    if (!user) throw new ProblemError('not_found', 'This user no longer exists.');
    requireAddressForPassword(user.email, user.passwordHash !== null);
    if (change.roleId || change.unitIds) await requireUnlimitedOwner(tx, user, role.builtIn);
    const ended = await endWhatFalls(tx, signedIn, before.user, user, change, now);
    await tellOfNewAddress(context, tx, before.user, user, ended);
    if (userId !== signedIn.user.id) await tellOfLostWay(context, tx, before.user, user, ended);
    if (change.email && user.passwordHash === null && mayComeIn(user)) await sendInvitation(tx, act, user);
    if (before.role.builtIn === 'owner') await requireOwner(tx);
    if (hadWayIn && !change.withoutWayIn && !change.email && !(await hasWayIn(tx, user, role)))
      throw lastWayIn();
    const turned = before.user.state === user.state ? null : user.state;
    const action =
      turned === 'suspended' ? 'user.suspended' : turned === 'active' ? 'user.reinstated' : 'user.changed';
    await record(tx, act, action, {
      ...aboutUser(user),
      detail: {
        changed: namesOf(change),
        ...ended,
        ...(role.id === before.role.id ? {} : { roleBefore: before.role.name, role: role.name }),
        ...describeUnitChange(unitsBefore.get(userId), (await readUnitNames(tx, [userId])).get(userId)),
      },
    });
    return describeUser(tx, act, user, role);
  }).catch(explainTakenTo(act, given.email));
  if (result instanceof ProblemError) throw result;
  return result;
}

// A new user: what is worked out before the transaction, and the rows that are written in it.
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { fitsPartners } from '../../../contract/built-in-roles.ts';
import type { Language } from '../../../contract/languages.ts';
import type { Queries } from '../../database/database.ts';
import { partners, type roles, users } from '../../database/schema.ts';
import { requireMailable } from '../../mail/mailable-address.ts';
import { type Act, aboutUser, record } from '../access/act.ts';
import { foldAddress } from '../access/fold-address.ts';
import { foldUsername } from '../access/look-alikes.ts';
import { readOrganization } from '../access/organization-row.ts';
import { readPhoneNumber } from '../access/phone-number.ts';
import { fieldProblem, ProblemError } from '../access/problem-error.ts';
import { findGrantableRole } from '../access/roles.ts';
import { generatedPasswordEnd, temporaryPinEnd } from '../access/secret-ends.ts';
import { askerOf, mayComeIn, readPermissions, type SignedIn } from '../access/signed-in.ts';
import { findFreePin, type PreparedPin, preparePin, requireFittingPolicy } from '../pins/user-pin.ts';
import { findUnitsForNew, limitToUnits, readUnitNames, requireUnlimitedOwner } from '../units/user-units.ts';
import { makePassword } from './generated-password.ts';
import { sendInvitation } from './send-invitation.ts';
import { sendOneTimePassword } from './send-one-time-password.ts';

export type NewUser = {
  username: string;
  roleId: string;
  firstName?: string | undefined;
  lastName?: string | undefined;
  pin?: string | undefined;
  temporaryPin?: true | undefined;
  email?: string | undefined;
  generatedPassword?: 'shown' | 'mailed' | undefined;
  phone?: string | undefined;
  language?: Language | undefined;
  unitIds?: readonly string[] | undefined;
  /** The outside company whose user this is to be; a partner’s user adds to their own company alone. */
  partnerId?: string | undefined;
};

export type PreparedUser = {
  id: string;
  phone: string | null;
  pin: PreparedPin | null;
  passwordHash: string | null;
  /** What is told now and never again. */
  secrets: { pin?: string; password?: string };
};

function refuse(field: string, message: string): ProblemError {
  return fieldProblem('validation_failed', field, message);
}

/** @throws ProblemError at the field `roleId` when a partner’s user can’t have the role */
export function requireFittingRole(
  role: Pick<typeof roles.$inferSelect, 'permissions'>,
  partnerId: string | null,
): void {
  if (partnerId === null || fitsPartners(readPermissions(role.permissions))) return;
  throw refuse('roleId', 'Partner users can’t have this role: it can do too much. Choose another one.');
}

/**
 * Works out what takes time: hashes of PIN and password, and the phone number. Nothing is written.
 * @throws ProblemError with the field that is not right
 */
export async function prepareNewUser({ context, signedIn }: Act, input: NewUser): Promise<PreparedUser> {
  const { organizationId } = signedIn;
  const id = randomUUID();
  const { generatedPassword, temporaryPin } = input;
  if (temporaryPin && input.pin !== undefined) {
    throw refuse('temporaryPin', 'Enter a PIN or request a temporary one, not both.');
  }
  const organization = await context.database.inOrganization(organizationId, (tx) =>
    readOrganization(tx, organizationId),
  );
  if (generatedPassword && !organization.generatedPasswords) {
    throw refuse('generatedPassword', 'This organization invites users instead of generating passwords.');
  }
  if (generatedPassword && !input.email) {
    throw refuse('email', 'A password works only with an email address. Enter one.');
  }
  await requireMailable(context, input.email);
  const phone = input.phone === undefined ? null : readPhoneNumber(input.phone, organization.phoneRule);
  const pin = temporaryPin ? (await findFreePin(context, organizationId)).pin : input.pin;
  const password = generatedPassword ? makePassword() : undefined;
  return {
    id,
    phone,
    pin: pin === undefined ? null : await preparePin(context, organizationId, id, pin),
    passwordHash:
      password === undefined ? null : await context.hashing.hashPassword(password, askerOf(signedIn)),
    secrets: { ...(temporaryPin && pin ? { pin } : {}), ...(password ? { password } : {}) },
  };
}

async function findPartner(tx: Queries, signedIn: SignedIn, input: NewUser) {
  const partnerId = signedIn.user.partnerId ?? input.partnerId ?? null;
  if (partnerId === null) return null;
  const [partner] = await tx.select().from(partners).where(eq(partners.id, partnerId));
  if (!partner) throw new ProblemError('not_found', 'This partner no longer exists.');
  return partner;
}

/**
 * Writes a user who was prepared, and invites them where they have an address and no password.
 * @param revision the one of the change that this is part of
 * @throws ProblemError with the field that is not right; a taken name, address or PIN shows as the constraint’s refusal
 */
export async function writeNewUser(
  tx: Queries,
  act: Act,
  revision: number,
  input: NewUser,
  prepared: PreparedUser,
) {
  const { context, signedIn } = act;
  const { organizationId } = signedIn;
  const { id, pin, phone, passwordHash, secrets } = prepared;
  const now = context.clock();
  const role = await findGrantableRole(tx, signedIn, input.roleId);
  const partner = await findPartner(tx, signedIn, input);
  requireFittingRole(role, partner?.id ?? null);
  if (pin) await requireFittingPolicy(tx, organizationId, pin);
  const unitIds = await findUnitsForNew(tx, signedIn, input.unitIds);
  const email = input.email ?? null;
  const organization = await readOrganization(tx, organizationId);
  const [user] = await tx
    .insert(users)
    .values({
      id,
      organizationId,
      roleId: role.id,
      username: input.username,
      usernameFolded: foldUsername(input.username),
      firstName: input.firstName ?? '',
      lastName: input.lastName ?? '',
      email,
      emailFolded: email && foldAddress(email),
      phone,
      language: input.language ?? null,
      partnerId: partner?.id ?? null,
      partnerSuspended: partner?.state === 'suspended',
      passwordHash,
      passwordMustChange: passwordHash !== null,
      passwordExpiresAt: passwordHash === null ? null : generatedPasswordEnd(organization, now),
      passwordMailedTo: input.generatedPassword === 'mailed' && email ? foldAddress(email) : null,
      ...pin,
      pinMustChange: input.temporaryPin === true,
      pinExpiresAt: input.temporaryPin ? temporaryPinEnd(organization, now) : null,
      revision,
      createdAt: now,
    })
    .returning();
  if (!user) throw new ProblemError('internal', 'The user could not be added. Try again.');
  await limitToUnits(tx, { organizationId, userId: id }, unitIds);
  await requireUnlimitedOwner(tx, user, role.builtIn);
  await record(tx, act, 'user.created', {
    ...aboutUser(user),
    detail: {
      role: role.name,
      pin: pin !== null,
      password: passwordHash !== null,
      email: email !== null,
      ...(unitIds.length > 0 ? { units: (await readUnitNames(tx, [id])).get(id) ?? [] } : {}),
      ...(partner ? { partner: partner.name } : {}),
    },
  });
  if (email !== null && passwordHash === null && mayComeIn(user)) await sendInvitation(tx, act, user);
  if (input.generatedPassword === 'mailed' && secrets.password)
    await sendOneTimePassword(context, tx, user, secrets.password);
  return { user, role };
}

// What the form of a person holds, and what of it is sent.
import type * as z from 'zod/mini';
import { createUser, type User, updateUser } from '../../../../contract/endpoints/users.ts';
import { languageSchema } from '../../../../contract/fields.ts';
import { findPinWeakness } from '../../../../contract/pin-rules.ts';
import { checkBody } from '../../../ui/admin/check-body.ts';
import type { FieldErrors, Values } from '../../../ui/admin/use-form.ts';

const fieldNames = [
  'username',
  'roleId',
  'pin',
  /** "yes": a random PIN that is changed at the first sign-in; of new people alone. */
  'temporaryPin',
  /** "yes": the PIN goes. */
  'removePin',
  'email',
  /** How a new person comes to a password: "invitation", "shown" or "mailed". */
  'passwordWay',
  /** "yes": the password goes. */
  'removePassword',
  'firstName',
  'lastName',
  'phone',
  /** Empty: the organization's. */
  'language',
  /** Ids with a space between them. */
  'unitIds',
] as const;
export type UserFieldName = (typeof fieldNames)[number];
export type UserValues = Values<UserFieldName>;

type NewUser = z.input<typeof createUser.body>;
type UserChange = Omit<z.input<typeof updateUser.body>, 'revision'>;

/** The form of a new person. */
export function blankUser(roleId: string): UserValues {
  const pins = { pin: '', temporaryPin: '', removePin: '' };
  const passwords = { passwordWay: 'invitation', removePassword: '' };
  const about = { firstName: '', lastName: '', phone: '', language: '', unitIds: '' };
  return { username: '', roleId, email: '', ...pins, ...passwords, ...about };
}

/** The ids in the field of the units. */
export function readUnitIds(text: string): string[] {
  return text.split(' ').filter((id) => id !== '');
}

/** Puts ids into the field of the units, in an order that doesn't depend on who clicked first. */
export function writeUnitIds(ids: Iterable<string>): string {
  return [...ids].toSorted().join(' ');
}

/** The form of a person who is there; PIN and password are never told. */
export function valuesOf(user: User): UserValues {
  const { username, firstName, lastName } = user;
  return {
    ...blankUser(user.role.id),
    username,
    firstName,
    lastName,
    email: user.email ?? '',
    phone: user.phone ?? '',
    language: user.language ?? '',
    unitIds: writeUnitIds(user.units.map(({ id }) => id)),
  };
}

const readLanguage = (text: string) => languageSchema.safeParse(text).data ?? null;

/** What is sent to add a person. */
export function newUserOf(values: UserValues): NewUser {
  const { username, roleId, pin, temporaryPin, email, passwordWay, firstName, lastName, phone } = values;
  const language = readLanguage(values.language);
  const unitIds = readUnitIds(values.unitIds);
  const isMade = email.trim() && (passwordWay === 'shown' || passwordWay === 'mailed');
  return {
    username,
    roleId,
    ...(firstName.trim() && { firstName }),
    ...(lastName.trim() && { lastName }),
    ...(temporaryPin ? { temporaryPin: true } : pin && { pin }),
    ...(email.trim() && { email }),
    ...(isMade && { generatedPassword: passwordWay }),
    ...(phone.trim() && { phone }),
    ...(language && { language }),
    ...(unitIds.length > 0 && { unitIds }),
  };
}

/** What is sent to change a person: only what differs, so that little needs a fresh password. */
export function changeOf(values: UserValues, user: User): UserChange {
  const before = valuesOf(user);
  const { username, roleId, pin, email, firstName, lastName, phone, language, unitIds } = values;
  return {
    ...(username !== before.username && { username }),
    ...(roleId !== before.roleId && { roleId }),
    ...(firstName !== before.firstName && { firstName }),
    ...(lastName !== before.lastName && { lastName }),
    ...(email !== before.email && { email: email.trim() || null }),
    ...(phone !== before.phone && { phone: phone.trim() || null }),
    ...(language !== before.language && { language: readLanguage(language) }),
    ...(unitIds !== before.unitIds && { unitIds: readUnitIds(unitIds) }),
    ...(values.removePin ? { pin: null } : pin && { pin }),
    ...(values.removePassword && { password: null }),
  };
}

/** Brings a form up to date with what somebody else saved; what was typed into it stays. */
export function rebaseValues(values: UserValues, before: User, now: User): UserValues {
  const [old, fresh] = [valuesOf(before), valuesOf(now)];
  const result: Record<UserFieldName, string> = { ...values };
  for (const name of fieldNames) if (values[name] === old[name]) result[name] = fresh[name];
  return result;
}

/** What is wrong before anything is sent. `user` is the person to change, `null` for a new one. */
export function checkUser(values: UserValues, user: User | null, pinLength: number): FieldErrors {
  const errors = user
    ? checkBody(updateUser.body, { revision: user.revision, ...changeOf(values, user) })
    : checkBody(createUser.body, newUserOf(values));
  const isTyped = values.pin && !values.removePin && !values.temporaryPin;
  const weakness = isTyped ? findPinWeakness(values.pin, pinLength) : null;
  return { ...errors, ...(weakness && { pin: weakness }) };
}

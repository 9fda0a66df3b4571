// What the form of a user holds, and what of it is sent.
import type * as z from 'zod/mini';
import { createUser, type User, updateUser } from '../../../../contract/endpoints/users.ts';
import type { Language } from '../../../../contract/languages.ts';
import { findPinWeakness } from '../../../../contract/pin-rules.ts';
import { checkBody } from '../../../ui/admin/check-body.ts';
import type { FieldErrors } from '../../../ui/admin/use-form.ts';

export type UserValues = {
  username: string;
  roleId: string;
  pin: string;
  /** A random PIN that is changed at the first sign-in; of new users alone. */
  temporaryPin: boolean;
  removePin: boolean;
  email: string;
  /** How a new user comes to a password. */
  passwordWay: 'invitation' | 'shown' | 'mailed';
  removePassword: boolean;
  firstName: string;
  lastName: string;
  phone: string;
  /** `null`: the organization's. */
  language: Language | null;
  /** In an order that doesn't depend on who clicked first. */
  unitIds: readonly string[];
};

type NewUser = z.input<typeof createUser.body>;
type UserChange = Omit<z.input<typeof updateUser.body>, 'revision'>;

/** The form of a new user. */
export function blankUser(roleId: string): UserValues {
  const pins = { pin: '', temporaryPin: false, removePin: false };
  const passwords = { passwordWay: 'invitation', removePassword: false } as const;
  const about = { firstName: '', lastName: '', phone: '', language: null, unitIds: [] };
  return { username: '', roleId, email: '', ...pins, ...passwords, ...about };
}

/** The form of a user who is there; PIN and password are never told. */
export function valuesOf(user: User): UserValues {
  const { username, firstName, lastName } = user;
  return {
    ...blankUser(user.role.id),
    username,
    firstName,
    lastName,
    email: user.email ?? '',
    phone: user.phone ?? '',
    language: user.language,
    unitIds: user.units.map(({ id }) => id).toSorted(),
  };
}

/** What is sent to add a user. */
export function newUserOf(values: UserValues): NewUser {
  const { username, roleId, pin, temporaryPin, email, passwordWay, firstName, lastName, phone } = values;
  const { language, unitIds } = values;
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
    ...(unitIds.length > 0 && { unitIds: [...unitIds] }),
  };
}

/** What is sent to change a user: only what differs, so that little needs a step-up. */
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
    ...(language !== before.language && { language }),
    ...(!isSame(unitIds, before.unitIds) && { unitIds: [...unitIds] }),
    ...(values.removePin ? { pin: null } : pin && { pin }),
    ...(values.removePassword && { password: null }),
  };
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** Brings a form up to date with what somebody else saved; what was typed into it stays. */
export function rebaseValues(values: UserValues, before: User, now: User): UserValues {
  const [old, fresh] = [valuesOf(before), valuesOf(now)];
  const typed = Object.entries(values).filter(([name, value]) => !isSame(value, Reflect.get(old, name)));
  return { ...fresh, ...Object.fromEntries(typed) };
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

// What the form of a person holds, and what of it is sent.
import type * as z from 'zod/mini';
import { createUser, type User, updateUser } from '../../../contract/endpoints/users.ts';
import { findPinWeakness } from '../../../contract/pin-rules.ts';
import { checkBody } from '../../ui/admin/check-body.ts';
import type { FieldErrors, Values } from '../../ui/admin/use-form.ts';

/** `removePin` and `removePassword` are empty, or "yes". */
export type UserFieldName =
  | 'username'
  | 'roleId'
  | 'pin'
  | 'removePin'
  | 'email'
  | 'password'
  | 'removePassword'
  | 'firstName'
  | 'lastName';
export type UserValues = Values<UserFieldName>;

type NewUser = z.input<typeof createUser.body>;
type UserChange = Omit<z.input<typeof updateUser.body>, 'revision'>;

/** The form of a new person. */
export function blankUser(roleId: string): UserValues {
  const nothing = { pin: '', removePin: '', password: '', removePassword: '' };
  return { username: '', roleId, email: '', firstName: '', lastName: '', ...nothing };
}

/** The form of a person who is there; PIN and password are never told. */
export function valuesOf(user: User): UserValues {
  const { username, firstName, lastName } = user;
  return { ...blankUser(user.role.id), username, firstName, lastName, email: user.email ?? '' };
}

/** What is sent to add a person. */
export function newUserOf(values: UserValues): NewUser {
  const { username, roleId, pin, email, firstName, lastName } = values;
  return {
    username,
    roleId,
    ...(firstName.trim() && { firstName }),
    ...(lastName.trim() && { lastName }),
    ...(pin && { pin }),
    ...(email.trim() && { email }),
  };
}

/** What is sent to change a person: only what differs, so that little needs a fresh password. */
export function changeOf(values: UserValues, user: User): UserChange {
  const before = valuesOf(user);
  const { username, roleId, pin, email, firstName, lastName } = values;
  return {
    ...(username !== before.username && { username }),
    ...(roleId !== before.roleId && { roleId }),
    ...(firstName !== before.firstName && { firstName }),
    ...(lastName !== before.lastName && { lastName }),
    ...(email !== before.email && { email: email.trim() || null }),
    ...(values.removePin ? { pin: null } : pin && { pin }),
    ...(values.removePassword && { password: null }),
  };
}

/** Brings a form up to date with what somebody else saved; what was typed into it stays. */
export function rebaseValues(values: UserValues, before: User, now: User): UserValues {
  const [old, fresh] = [valuesOf(before), valuesOf(now)];
  const result: Record<UserFieldName, string> = { ...values };
  for (const name of ['username', 'roleId', 'email', 'firstName', 'lastName'] as const) {
    if (values[name] === old[name]) result[name] = fresh[name];
  }
  return result;
}

/** What is wrong before anything is sent. `user` is the person to change, `null` for a new one. */
export function checkUser(values: UserValues, user: User | null, pinLength: number): FieldErrors {
  const errors = user
    ? checkBody(updateUser.body, { revision: user.revision, ...changeOf(values, user) })
    : checkBody(createUser.body, newUserOf(values));
  const weakness = values.pin && !values.removePin ? findPinWeakness(values.pin, pinLength) : null;
  return { ...errors, ...(weakness && { pin: weakness }) };
}

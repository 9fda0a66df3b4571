// What the form of a person sends, and what survives when somebody else saved the person meanwhile.
import { expect, it } from 'vitest';
import {
  blankUser,
  changeOf,
  checkUser,
  newUserOf,
  rebaseValues,
  valuesOf,
} from '../../src/app/admin/users/form/user-values.ts';
import { makeUser } from './make-user.ts';

const user = makeUser({});
const roleId = user.role.id;
const typed = (changes: Partial<ReturnType<typeof blankUser>>) => ({ ...valuesOf(user), ...changes });

it('sends nothing of an untouched form, so that no step-up is asked for', () => {
  expect(changeOf(valuesOf(user), user)).toEqual({});
});

it('sends only what was changed, and an emptied address as none', () => {
  expect(changeOf(typed({ firstName: 'Anna' }), user)).toEqual({ firstName: 'Anna' });
  expect(changeOf(typed({ email: ' ' }), user)).toEqual({ email: null });
});

it('keeps a PIN that is left empty, and takes it away only when told', () => {
  expect(changeOf(typed({ pin: '840275' }), user)).toEqual({ pin: '840275' });
  expect(changeOf(typed({ pin: '840275', removePin: true }), user)).toEqual({ pin: null });
  expect(changeOf(typed({ removePassword: true }), user)).toEqual({ password: null });
});

it('leaves out of a new user what was left empty', () => {
  const values = { ...blankUser(roleId), username: 'bo', firstName: ' ' };
  expect(newUserOf(values)).toEqual({ username: 'bo', roleId });
});

it('asks for a temporary PIN instead of a typed one, and for a password only with an address', () => {
  const values = { ...blankUser(roleId), username: 'bo', pin: '840275', passwordWay: 'shown' as const };
  expect(newUserOf({ ...values, temporaryPin: true })).toEqual({
    username: 'bo',
    roleId,
    temporaryPin: true,
  });
  const email = 'bo@example.com';
  expect(newUserOf({ ...values, pin: '', email })).toMatchObject({ email, generatedPassword: 'shown' });
  expect(newUserOf({ ...values, email, passwordWay: 'invitation' })).not.toHaveProperty('generatedPassword');
});

it('sends phone, language and units as they were changed, and what was emptied as none', () => {
  const [oven, shop] = ['0f1d2c3b-1111-4222-8333-444455556666', '1f1d2c3b-1111-4222-8333-444455556666'];
  const limited = {
    ...user,
    phone: '+4930901820',
    language: 'de' as const,
    units: [{ id: shop, name: 'Shop' }],
  };
  expect(changeOf(valuesOf(limited), limited)).toEqual({});
  const values = { ...valuesOf(limited), phone: ' ', language: null, unitIds: [oven, shop] };
  expect(changeOf(values, limited)).toEqual({ phone: null, language: null, unitIds: [oven, shop] });
  expect(changeOf({ ...valuesOf(limited), unitIds: [] }, limited)).toEqual({ unitIds: [] });
});

it('takes over what somebody else saved, and keeps what was typed here', () => {
  const now = { ...user, lastName: 'Santos', username: 'anna', revision: 9 };
  const rebased = rebaseValues(typed({ firstName: 'Anna', pin: '840275' }), user, now);
  expect(changeOf(rebased, now)).toEqual({ firstName: 'Anna', pin: '840275' });
  expect(rebased).toMatchObject({ lastName: 'Santos', username: 'anna' });
});

it('names the wrong fields before anything is sent', () => {
  const values = { ...blankUser(roleId), pin: '123456', email: 'nobody' };
  const errors = checkUser(values, null, 6);
  expect(Object.keys(errors).toSorted()).toEqual(['email', 'pin', 'username']);
  expect(errors.pin).toContain('Sequences are easy');
  expect(checkUser(typed({ pin: '12' }), user, 6)).toHaveProperty('pin');
  expect(checkUser(typed({ pin: '840275' }), user, 6)).toEqual({});
});

// What the form of the organization sends for what was chosen and typed.
import { expect, it } from 'vitest';
import { readAutoLock } from '../../src/app/admin/organization/auto-lock.ts';
import {
  checkOrganization,
  organizationChangeOf,
  organizationValuesOf,
} from '../../src/app/admin/organization/organization-values.ts';
import { makeOrganization } from './make-organization.ts';

const organization = makeOrganization();

it('shows a usual time as a choice and any other as minutes and seconds', () => {
  expect(organizationValuesOf(organization).autoLockSeconds).toBe('120');
  expect(organizationValuesOf({ ...organization, autoLockSeconds: 210 })).toMatchObject({
    autoLockSeconds: 'exact',
    minutes: '3',
    seconds: '30',
  });
});

it('sends only what differs', () => {
  const values = organizationValuesOf(organization);
  expect(organizationChangeOf(values, organization)).toEqual({});
  expect(organizationChangeOf({ ...values, leaseHours: ' 48 ' }, organization)).toEqual({ leaseHours: 48 });
  const others = {
    ...values,
    pinLength: '8',
    signInStyle: 'name-then-pin',
    generatedPasswords: true,
  } as const;
  expect(organizationChangeOf(others, organization)).toEqual({
    pinLength: 8,
    signInStyle: 'name-then-pin',
    generatedPasswords: true,
  });
});

it.each([
  ['0', '14'],
  ['481', '0'],
  ['1.5', '0'],
  ['', ''],
  ['x', '30'],
])('says that %j minutes and %j seconds are no time for the auto-lock', (minutes, seconds) => {
  const values = { ...organizationValuesOf(organization), autoLockSeconds: 'exact', minutes, seconds };
  expect(checkOrganization(values, organization)).toHaveProperty('autoLockSeconds');
});

it('reads minutes and seconds together', () => {
  expect(readAutoLock({ choice: 'exact', minutes: '480', seconds: '' })).toBe(28_800);
});

it.each(['0', '73', '', '1e1', '-1'])('says that %j hours are no lease', (leaseHours) => {
  const values = { ...organizationValuesOf(organization), leaseHours };
  expect(checkOrganization(values, organization)).toHaveProperty('leaseHours');
});

it.each(['14', '65', '', '15.5'])('says that a password of %j characters can’t be asked for', (length) => {
  const values = { ...organizationValuesOf(organization), passwordMinLength: length };
  expect(checkOrganization(values, organization)).toHaveProperty('passwordMinLength');
});

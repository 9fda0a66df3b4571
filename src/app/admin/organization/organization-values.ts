// What the form of the organization holds, and what of it is sent.
import type * as z from 'zod/mini';
import {
  type Organization,
  passkeyRules,
  phoneRules,
  signInStyles,
  updateOrganization,
} from '../../../contract/endpoints/organization.ts';
import { languages } from '../../../contract/languages.ts';
import { checkBody } from '../../ui/admin/check-body.ts';
import type { FieldErrors, Values } from '../../ui/admin/use-form.ts';
import { autoLockValues, readAutoLock } from './auto-lock.ts';

export type OrganizationFieldName =
  | 'name'
  | 'language'
  | 'autoLockSeconds'
  | 'minutes'
  | 'seconds'
  | 'leaseHours'
  | 'offlineSignIn'
  | 'signInStyle'
  | 'pinLength'
  | 'passwordMinLength'
  | 'generatedPasswords'
  | 'generatedPasswordHours'
  | 'temporaryPinDays'
  | 'phoneRule'
  | 'passkeyRule';
export type OrganizationValues = Values<OrganizationFieldName>;
export type OrganizationChange = z.input<typeof updateOrganization.body>;

/** `autoLockSeconds` holds the choice; minutes and seconds count where it is the exact one. */
export function organizationValuesOf(organization: Organization): OrganizationValues {
  const { choice, minutes, seconds } = autoLockValues(organization.autoLockSeconds);
  const { name, language, leaseHours, signInStyle, pinLength, phoneRule } = organization;
  return {
    name,
    language,
    autoLockSeconds: choice,
    minutes,
    seconds,
    leaseHours: String(leaseHours),
    signInStyle,
    pinLength: String(pinLength),
    passwordMinLength: String(organization.passwordMinLength),
    generatedPasswordHours: String(organization.generatedPasswordHours),
    temporaryPinDays: String(organization.temporaryPinDays),
    offlineSignIn: organization.offlineSignIn ? 'yes' : 'no',
    generatedPasswords: organization.generatedPasswords ? 'yes' : 'no',
    phoneRule,
    passkeyRule: organization.passkeyRule,
  };
}

function readWhole(text: string): number {
  const typed = text.trim();
  return /^[0-9]{1,6}$/.test(typed) ? Number(typed) : Number.NaN;
}

/** What is sent: only what differs, so that two people who change different settings don't undo each other. */
export function organizationChangeOf(values: OrganizationValues, before: Organization): OrganizationChange {
  const { minutes, seconds } = values;
  const wanted = {
    name: values.name,
    language: languages.find((one) => one === values.language) ?? before.language,
    autoLockSeconds: readAutoLock({ choice: values.autoLockSeconds, minutes, seconds }),
    leaseHours: readWhole(values.leaseHours),
    signInStyle: signInStyles.find((one) => one === values.signInStyle) ?? before.signInStyle,
    pinLength: readWhole(values.pinLength),
    passwordMinLength: readWhole(values.passwordMinLength),
    generatedPasswordHours: readWhole(values.generatedPasswordHours),
    temporaryPinDays: readWhole(values.temporaryPinDays),
    offlineSignIn: values.offlineSignIn === 'yes',
    generatedPasswords: values.generatedPasswords === 'yes',
    phoneRule: phoneRules.find((one) => one === values.phoneRule) ?? before.phoneRule,
    passkeyRule: passkeyRules.find((one) => one === values.passkeyRule) ?? before.passkeyRule,
  };
  const present = new Map<string, unknown>(Object.entries(before));
  return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => present.get(key) !== value));
}

/** What is wrong before anything is sent. */
export function checkOrganization(values: OrganizationValues, before: Organization): FieldErrors {
  return checkBody(updateOrganization.body, organizationChangeOf(values, before));
}

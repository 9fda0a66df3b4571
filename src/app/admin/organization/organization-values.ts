// What the form of the organization holds, and what of it is sent.
import type * as z from 'zod/mini';
import { type Organization, updateOrganization } from '../../../contract/endpoints/organization.ts';
import { checkBody } from '../../ui/admin/check-body.ts';
import type { FieldErrors } from '../../ui/admin/use-form.ts';
import { autoLockValues, readAutoLock, readWhole } from './auto-lock.ts';

/** Numbers are texts as long as they are typed. */
type NumberName = 'leaseHours' | 'passwordMinLength' | 'generatedPasswordHours' | 'temporaryPinDays';
type ChosenName =
  | 'name'
  | 'language'
  | 'offlineSignIn'
  | 'signInStyle'
  | 'generatedPasswords'
  | 'phoneRule'
  | 'passkeyRule';
export type OrganizationValues = Pick<Organization, ChosenName> &
  Record<NumberName | 'autoLockSeconds' | 'minutes' | 'seconds' | 'pinLength', string>;
export type OrganizationChange = z.input<typeof updateOrganization.body>;

/** `autoLockSeconds` holds the choice; minutes and seconds count where it is the exact one. */
export function organizationValuesOf(organization: Organization): OrganizationValues {
  const { choice, minutes, seconds } = autoLockValues(organization.autoLockSeconds);
  const { name, language, signInStyle, phoneRule, passkeyRule, offlineSignIn, generatedPasswords } =
    organization;
  return {
    ...{ name, language, signInStyle, phoneRule, passkeyRule, offlineSignIn, generatedPasswords },
    autoLockSeconds: choice,
    minutes,
    seconds,
    leaseHours: String(organization.leaseHours),
    pinLength: String(organization.pinLength),
    passwordMinLength: String(organization.passwordMinLength),
    generatedPasswordHours: String(organization.generatedPasswordHours),
    temporaryPinDays: String(organization.temporaryPinDays),
  };
}

/** What is sent: only what differs, so that two users who change different settings don't undo each other. */
export function organizationChangeOf(values: OrganizationValues, before: Organization): OrganizationChange {
  const { autoLockSeconds: choice, minutes, seconds, ...chosen } = values;
  const wanted = {
    ...chosen,
    autoLockSeconds: readAutoLock({ choice, minutes, seconds }),
    leaseHours: readWhole(values.leaseHours),
    pinLength: readWhole(values.pinLength),
    passwordMinLength: readWhole(values.passwordMinLength),
    generatedPasswordHours: readWhole(values.generatedPasswordHours),
    temporaryPinDays: readWhole(values.temporaryPinDays),
  };
  const present = new Map<string, unknown>(Object.entries(before));
  return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => present.get(key) !== value));
}

/** What is wrong before anything is sent. */
export function checkOrganization(values: OrganizationValues, before: Organization): FieldErrors {
  return checkBody(updateOrganization.body, organizationChangeOf(values, before));
}

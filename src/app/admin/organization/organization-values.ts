// What the form of the organization holds, and what of it is sent.
import type * as z from 'zod/mini';
import { type Organization, updateOrganization } from '../../../contract/endpoints/organization.ts';
import { checkBody } from '../../ui/admin/check-body.ts';
import type { FieldErrors, Values } from '../../ui/admin/use-form.ts';
import { autoLockValues, readAutoLock } from './auto-lock.ts';

type OrganizationFieldName = 'name' | 'autoLockSeconds' | 'minutes' | 'seconds' | 'leaseHours';
export type OrganizationValues = Values<OrganizationFieldName>;
type OrganizationChange = z.input<typeof updateOrganization.body>;

/** `autoLockSeconds` holds the choice; minutes and seconds count where it is the exact one. */
export function organizationValuesOf(organization: Organization): OrganizationValues {
  const { choice, minutes, seconds } = autoLockValues(organization.autoLockSeconds);
  const { name, leaseHours } = organization;
  return { name, autoLockSeconds: choice, minutes, seconds, leaseHours: String(leaseHours) };
}

/** What is sent: only what differs, so that two people who change different settings don't undo each other. */
export function organizationChangeOf(values: OrganizationValues, before: Organization): OrganizationChange {
  const { minutes, seconds } = values;
  const autoLockSeconds = readAutoLock({ choice: values.autoLockSeconds, minutes, seconds });
  const hours = values.leaseHours.trim();
  const leaseHours = /^[0-9]{1,6}$/.test(hours) ? Number(hours) : Number.NaN;
  return {
    ...(values.name !== before.name && { name: values.name }),
    ...(autoLockSeconds !== before.autoLockSeconds && { autoLockSeconds }),
    ...(leaseHours !== before.leaseHours && { leaseHours }),
  };
}

/** What is wrong before anything is sent. */
export function checkOrganization(values: OrganizationValues, before: Organization): FieldErrors {
  return checkBody(updateOrganization.body, organizationChangeOf(values, before));
}

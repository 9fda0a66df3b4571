// The settings of tablets: when they lock themselves, and how long they may go on alone.

import { autoLockSecondsRange, leaseHoursRange } from '../../../contract/endpoints/organization.ts';
import { Checkbox } from '../../ui/admin/checkbox.tsx';
import { Select } from '../../ui/admin/select.tsx';
import type { Form } from '../../ui/admin/use-form.ts';
import { Field } from '../../ui/field.tsx';
import { FormRow } from '../../ui/form-layout.tsx';
import { autoLockChoices, exactChoice } from './auto-lock.ts';
import type { OrganizationValues } from './organization-values.ts';

const { min, max } = autoLockSecondsRange;
const autoLockSpan = `${min} seconds to ${max / 3600} hours (${max / 60} minutes) in total.`;

/** Auto-lock as a choice, or to the second. */
export function TabletFields({ form }: { form: Form<OrganizationValues> }) {
  const isExact = form.values.autoLockSeconds === exactChoice;
  const lease = (
    <Field
      label="Works offline for"
      inputMode="numeric"
      autoComplete="off"
      maxLength={3}
      hint={`Hours that users can sign in while a device is offline, ${leaseHoursRange.min} to ${leaseHoursRange.max}.`}
      {...form.field('leaseHours')}
    />
  );
  return (
    <>
      <FormRow>
        <Select
          label="Auto-lock"
          options={autoLockChoices}
          value={form.values.autoLockSeconds}
          onChange={(autoLockSeconds) => form.set({ autoLockSeconds })}
          hint="How long a device waits for a touch before it signs its user out."
          error={isExact ? undefined : form.errors.autoLockSeconds}
        />
        {isExact ? (
          <>
            <Field
              label="Auto-lock: minutes"
              inputMode="numeric"
              autoComplete="off"
              maxLength={4}
              hint={autoLockSpan}
              {...form.field('minutes')}
              error={form.errors.autoLockSeconds}
              onChange={(event) => form.set({ minutes: event.target.value, autoLockSeconds: exactChoice })}
            />
            <Field
              label="Auto-lock: seconds"
              inputMode="numeric"
              autoComplete="off"
              maxLength={5}
              {...form.field('seconds')}
              onChange={(event) => form.set({ seconds: event.target.value, autoLockSeconds: exactChoice })}
            />
          </>
        ) : (
          lease
        )}
      </FormRow>
      {isExact && <FormRow>{lease}</FormRow>}
      <Checkbox
        isSelected={form.values.offlineSignIn}
        onChange={(offlineSignIn) => form.set({ offlineSignIn })}
      >
        Let users sign in with their PIN while a device is offline
      </Checkbox>
    </>
  );
}

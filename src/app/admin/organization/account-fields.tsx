// The settings of accounts: passwords, and which phone numbers are taken.
import {
  generatedPasswordHoursRange,
  passwordMinLengthRange,
  temporaryPinDaysRange,
} from '../../../contract/endpoints/organization.ts';
import { leastBesidePasskey } from '../../../contract/fields.ts';
import { Checkbox } from '../../ui/admin/checkbox.tsx';
import { Select } from '../../ui/admin/select.tsx';
import type { Form } from '../../ui/admin/use-form.ts';
import { Field } from '../../ui/field.tsx';
import { FormRow } from '../../ui/form-layout.tsx';
import type { OrganizationValues } from './organization-values.ts';
import { PasskeyRuleField } from './passkey-rule-field.tsx';

const rules = [
  { id: 'international', label: 'Any country' },
  { id: 'north-america', label: 'North America' },
] as const;

/** What holds for new passwords; those that users have stay as they are. */
export function AccountFields({ form }: { form: Form<OrganizationValues> }) {
  const { min, max } = passwordMinLengthRange;
  return (
    <>
      <FormRow>
        <Field
          label="Shortest password"
          inputMode="numeric"
          autoComplete="off"
          maxLength={String(max).length}
          hint={`Characters for new passwords, ${min} to ${max}. Where a passkey is required, ${leastBesidePasskey} are enough; such passwords keep working if the rule is turned off.`}
          {...form.field('passwordMinLength')}
        />
        <Select
          label="Phone numbers"
          options={rules}
          value={form.values.phoneRule}
          onChange={(phoneRule) => form.set({ phoneRule })}
          hint={
            form.values.phoneRule === 'north-america'
              ? 'New numbers have the 11 digits of North America: 1 and ten more.'
              : 'New numbers need their country code, such as +44.'
          }
          error={form.errors.phoneRule}
        />
      </FormRow>
      <FormRow>
        <Field
          label="Temporary PINs expire after"
          inputMode="numeric"
          autoComplete="off"
          maxLength={String(temporaryPinDaysRange.max).length}
          hint={`Days, ${temporaryPinDaysRange.min} to ${temporaryPinDaysRange.max}. Applies to PINs given from now on.`}
          {...form.field('temporaryPinDays')}
        />
        <Field
          label="Generated passwords expire after"
          inputMode="numeric"
          autoComplete="off"
          maxLength={String(generatedPasswordHoursRange.max).length}
          hint={`Hours, ${generatedPasswordHoursRange.min} to ${generatedPasswordHoursRange.max}. Applies to passwords made from now on.`}
          {...form.field('generatedPasswordHours')}
        />
      </FormRow>
      <PasskeyRuleField form={form} />
      <Checkbox
        isSelected={form.values.generatedPasswords}
        onChange={(generatedPasswords) => form.set({ generatedPasswords })}
      >
        Let admins generate a password for a user, who changes it at the first sign-in
      </Checkbox>
    </>
  );
}

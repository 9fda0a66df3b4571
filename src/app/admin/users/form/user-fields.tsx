// The fields of a user that a new one and one who is there have in common.
import type { Organization } from '../../../../contract/endpoints/organization.ts';
import type { Partner } from '../../../../contract/endpoints/partners.ts';
import type { Role } from '../../../../contract/endpoints/roles.ts';
import type { User } from '../../../../contract/endpoints/users.ts';
import { languageNames, languages } from '../../../../contract/languages.ts';
import { Select } from '../../../ui/admin/select.tsx';
import { useFirstFocus } from '../../../ui/admin/use-first-focus.ts';
import type { Form } from '../../../ui/admin/use-form.ts';
import { Field } from '../../../ui/field.tsx';
import { FormRow } from '../../../ui/form-layout.tsx';
import { hintPhone } from '../../partners/phone-hint.ts';
import { describePartnerRole } from './partner-role-words.ts';
import type { UnitChoice } from './unit-choices.ts';
import { UnitsField } from './units-field.tsx';
import type { UserValues } from './user-values.ts';

type UserForm = Form<UserValues>;

/** What the organization leaves to choose from. */
export interface UserChoices {
  roles: readonly Role[];
  units: readonly UnitChoice[];
  /** `null` for those who may not see partners. */
  partners: readonly Partner[] | null;
  pinLength: number;
  phoneRule: Organization['phoneRule'];
  generatedPasswords: boolean;
}

export interface IdentityFieldsProps {
  form: UserForm;
  /** `null` for a new user. */
  user: User | null;
  roles: readonly Role[];
}

/** Why role, address and password of somebody with equal power stand fixed. */
const onlyAbove =
  'This user can do as much as you. Only an owner, or somebody with a higher role, can change their role, email address and password.';

/** Username and role. */
export function IdentityFields({ form, user, roles }: IdentityFieldsProps) {
  const first = useFirstFocus(user === null);
  const isPartners = user !== null && user.partner !== null;
  const options = roles
    .filter(
      ({ grantable, forPartners, id }) => (grantable && (forPartners || !isPartners)) || id === user?.role.id,
    )
    .map(({ id, name, permissions }) => ({
      id,
      label: name,
      // What partners may have at most is little enough to be read here.
      ...(isPartners && { detail: describePartnerRole(permissions) }),
    }));
  return (
    <FormRow>
      <Field
        label="Username"
        ref={first}
        autoComplete="off"
        autoCapitalize="none"
        required
        {...form.field('username')}
      />
      <Select
        label="Role"
        options={options}
        value={form.values.roleId}
        disabled={user?.accountEditable === false}
        hint={user?.accountEditable === false && onlyAbove}
        onChange={(roleId) => form.set({ roleId })}
        error={form.errors.roleId}
      />
    </FormRow>
  );
}

const organizationLanguage = 'organization' as const;
const languageOptions = [
  { id: organizationLanguage, label: 'Like the organization' },
  ...languages.map((id) => ({ id, label: languageNames[id] })),
];

/** Names, phone number, language of mails, and units where there are any. */
export function AboutFields({ form, choices }: { form: UserForm; choices: UserChoices }) {
  const { units, phoneRule } = choices;
  return (
    <>
      <FormRow>
        <Field label="First name" autoComplete="off" optional {...form.field('firstName')} />
        <Field label="Last name" autoComplete="off" optional {...form.field('lastName')} />
      </FormRow>
      <FormRow>
        <Field
          label="Phone number"
          type="tel"
          autoComplete="off"
          optional
          hint={hintPhone(phoneRule)}
          {...form.field('phone')}
        />
        <Select
          label="Language of emails"
          options={languageOptions}
          value={form.values.language ?? organizationLanguage}
          onChange={(id) => form.set({ language: id === organizationLanguage ? null : id })}
          error={form.errors.language}
        />
      </FormRow>
      {units.length > 0 && (
        <UnitsField
          units={units}
          value={form.values.unitIds}
          error={form.errors.unitIds}
          onChange={(unitIds) => form.set({ unitIds })}
        />
      )}
    </>
  );
}

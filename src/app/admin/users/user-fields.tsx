// The fields of a person, the same for a new one and for one who is there.
import type { Role } from '../../../contract/endpoints/organization.ts';
import type { User } from '../../../contract/endpoints/users.ts';
import { NewPasswordField } from '../../auth/new-password-field.tsx';
import { Select } from '../../ui/admin/select.tsx';
import { useFirstFocus } from '../../ui/admin/use-first-focus.ts';
import type { Form } from '../../ui/admin/use-form.ts';
import { Field } from '../../ui/field.tsx';
import { FormRow } from '../../ui/form-layout.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PinField } from './pin-field.tsx';
import type { UserFieldName } from './user-values.ts';
import { WayRemoval } from './way-removal.tsx';
import './users.css';

export interface UserFieldsProps {
  form: Form<UserFieldName>;
  /** `null` for a new person. */
  user: User | null;
  roles: readonly Role[];
  pinLength: number;
}

function PinPart({ form, user, pinLength }: Omit<UserFieldsProps, 'roles'>) {
  const isSet = user?.hasPin ?? false;
  const field = (
    <PinField
      value={form.values.pin}
      error={form.errors.pin}
      onChange={(pin) => form.set({ pin })}
      length={pinLength}
      isSet={isSet}
    />
  );
  if (!isSet) return field;
  return (
    <>
      {user?.pinDisabled && (
        <Notice tone="warning" title="This PIN is disabled after too many wrong tries">
          Set a new one, and it works again.
        </Notice>
      )}
      <WayRemoval
        what="PIN"
        removing={form.values.removePin !== ''}
        onChange={(removing) => form.set({ removePin: removing ? 'yes' : '', pin: '' })}
      >
        {field}
      </WayRemoval>
    </>
  );
}

function PasswordPart({ form, user }: Pick<UserFieldsProps, 'form' | 'user'>) {
  const isSet = user?.hasPassword ?? false;
  const field = (
    <NewPasswordField
      label="Password"
      optional={!isSet}
      placeholder={isSet ? 'Password is set' : undefined}
      hint={isSet ? 'Leave it empty to keep the password.' : undefined}
      {...form.field('password')}
    />
  );
  if (!isSet) return field;
  return (
    <WayRemoval
      what="password"
      removing={form.values.removePassword !== ''}
      onChange={(removing) => form.set({ removePassword: removing ? 'yes' : '', password: '' })}
    >
      {field}
    </WayRemoval>
  );
}

/** Names and errors as the contract has them. */
export function UserFields({ form, user, roles, pinLength }: UserFieldsProps) {
  const first = useFirstFocus(user === null);
  const options = roles
    .filter(({ grantable, id }) => grantable || id === user?.role.id)
    .map(({ id, name }) => ({ id, label: name }));
  return (
    <>
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
          onChange={(roleId) => form.set({ roleId })}
          error={form.errors.roleId}
        />
      </FormRow>
      <PinPart form={form} user={user} pinLength={pinLength} />
      <FormRow>
        <Field label="Email address" type="email" autoComplete="off" optional {...form.field('email')} />
        <PasswordPart form={form} user={user} />
      </FormRow>
      <FormRow>
        <Field label="First name" autoComplete="off" optional {...form.field('firstName')} />
        <Field label="Last name" autoComplete="off" optional {...form.field('lastName')} />
      </FormRow>
    </>
  );
}

// The two fields of a new password: it is typed twice, since it can't be seen.
import type * as z from 'zod/mini';
import { askForCharacters } from '../../contract/fields.ts';
import { checkBody } from '../ui/admin/check-body.ts';
import type { FieldErrors, FormField } from '../ui/admin/use-form.ts';
import { FormRow } from '../ui/form-layout.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { NewPasswordField } from './new-password-field.tsx';

/** What the new password is called where it is sent to. */
type PasswordName = 'password' | 'newPassword';

/**
 * What is wrong with a form that takes a new password, before anything is sent.
 * @param schema of the body that is sent
 * @param body what is sent
 * @param leastCharacters what the organization asks for, which may be more than what every password must have
 */
export function checkNewPassword<Name extends PasswordName>(
  schema: z.core.$ZodType,
  body: unknown,
  name: Name,
  values: Readonly<Record<Name | 'repeated', string>>,
  leastCharacters: number,
): FieldErrors {
  return {
    ...checkBody(schema, body),
    ...(values.repeated !== values[name] && {
      repeated: 'The passwords don’t match. Enter both again.',
    }),
    ...(values[name].length < leastCharacters && {
      [name]: askForCharacters(leastCharacters),
    }),
  };
}

export interface NewPasswordPairProps<Name extends PasswordName> {
  name: Name;
  field: (name: Name | 'repeated') => FormField;
  /** What the organization asks for. */
  leastCharacters: number;
}

/** "New password", and the same again. */
export function NewPasswordPair<Name extends PasswordName>(props: NewPasswordPairProps<Name>) {
  const { name, field, leastCharacters } = props;
  return (
    <FormRow>
      <NewPasswordField label="New password" leastCharacters={leastCharacters} required {...field(name)} />
      <PasswordField label="New password again" autoComplete="new-password" required {...field('repeated')} />
    </FormRow>
  );
}

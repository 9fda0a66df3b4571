// The field for the email address of a user.
import type { Form } from '../../../ui/admin/use-form.ts';
import { Field } from '../../../ui/field.tsx';
import type { UserValues } from './user-values.ts';

interface EmailFieldProps {
  form: Form<UserValues>;
  hint?: string | undefined;
  /** Shows it only. */
  fixed?: boolean;
}

/** An address of somebody without a password is invited when it is saved. */
export function EmailField({ form, hint, fixed = false }: EmailFieldProps) {
  return (
    <Field
      label="Email address"
      type="email"
      autoComplete="off"
      autoCapitalize="none"
      optional={!fixed}
      readOnly={fixed}
      hint={hint}
      {...form.field('email')}
    />
  );
}

// A field for a new password, which says while it is typed whether it is long enough.
import { passwordLengthRange } from '../../contract/fields.ts';
import type { FieldProps } from '../ui/field.tsx';
import { PasswordField } from '../ui/password-field.tsx';

/** Says what is still missing (NIST SP 800-63B: length counts, not the mix of characters). */
function describeLength(length: number, leastCharacters: number): string {
  const missing = leastCharacters - length;
  if (length === 0)
    return `${leastCharacters} characters or more. A few words in a row are easy to keep in mind.`;
  if (missing > 0) return `${leastCharacters} characters or more: ${missing} to go.`;
  return 'Long enough.';
}

export type NewPasswordFieldProps = Omit<FieldProps, 'type' | 'trailing'> & {
  value: string;
  /** What the organization asks for. */
  leastCharacters?: number | undefined;
};

/** A password field with the live hint; `hint` stands in its place while nothing is typed. */
export function NewPasswordField({
  hint,
  leastCharacters = passwordLengthRange.min,
  ...field
}: NewPasswordFieldProps) {
  const length = field.value.length;
  return (
    <PasswordField
      {...field}
      autoComplete="new-password"
      hint={field.error ? undefined : length === 0 && hint ? hint : describeLength(length, leastCharacters)}
    />
  );
}

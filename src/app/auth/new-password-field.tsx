// A field for a new password, which says while it is typed whether it is long enough.
import type { FieldProps } from '../ui/field.tsx';
import { PasswordField } from '../ui/password-field.tsx';

const leastCharacters = 12;

/** Says what is still missing (NIST SP 800-63B: length counts, not the mix of characters). */
function describeLength(length: number): string {
  const missing = leastCharacters - length;
  if (length === 0)
    return `${leastCharacters} characters or more. A few words in a row are easy to keep in mind.`;
  if (missing > 0) return `${leastCharacters} characters or more: ${missing} to go.`;
  return 'Long enough.';
}

/** A password field with the live hint; `hint` stands in its place while nothing is typed. */
export function NewPasswordField({
  hint,
  ...field
}: Omit<FieldProps, 'type' | 'trailing'> & { value: string }) {
  const length = field.value.length;
  return (
    <PasswordField
      {...field}
      autoComplete="new-password"
      hint={field.error ? undefined : length === 0 && hint ? hint : describeLength(length)}
    />
  );
}

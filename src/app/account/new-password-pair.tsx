// The two fields of a new password: it is typed twice, since it can't be seen.
import { NewPasswordField } from '../auth/new-password-field.tsx';
import type { FieldErrors, Form } from '../ui/admin/use-form.ts';
import { FormRow } from '../ui/form-layout.tsx';
import { PasswordField } from '../ui/password-field.tsx';

type PairName = 'newPassword' | 'repeated';

/** What is wrong with the pair before anything is sent. */
export function checkPair(
  { newPassword, repeated }: Readonly<Record<PairName, string>>,
  leastCharacters: number,
): FieldErrors {
  return {
    ...(repeated !== newPassword && {
      repeated: 'This is not the same as the new password. Type both again.',
    }),
    ...(newPassword.length < leastCharacters && {
      newPassword: `Use at least ${leastCharacters} characters. A few words in a row are easy to keep in mind.`,
    }),
  };
}

export interface NewPasswordPairProps {
  field: Form<PairName>['field'];
  /** What the organization asks for. */
  leastCharacters: number;
}

/** "New password", and the same again. */
export function NewPasswordPair({ field, leastCharacters }: NewPasswordPairProps) {
  return (
    <FormRow>
      <NewPasswordField
        label="New password"
        leastCharacters={leastCharacters}
        required
        {...field('newPassword')}
      />
      <PasswordField label="New password again" autoComplete="new-password" required {...field('repeated')} />
    </FormRow>
  );
}

// The form that changes one's own password.
import { useState } from 'react';
import { changePassword } from '../../contract/endpoints/session.ts';
import { callSignedIn, renewSession } from '../auth/account-session.ts';
import { NewPasswordField } from '../auth/new-password-field.tsx';
import { checkBody } from '../ui/admin/check-body.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { type FieldErrors, useForm, type Values } from '../ui/admin/use-form.ts';
import { Button } from '../ui/button.tsx';
import { FormActions, FormStack } from '../ui/form-layout.tsx';
import { Notice } from '../ui/notice.tsx';
import { PasswordField } from '../ui/password-field.tsx';

type FieldName = 'currentPassword' | 'newPassword' | 'repeated';
const blank = { currentPassword: '', newPassword: '', repeated: '' };

function checkPasswords({ repeated, ...body }: Values<FieldName>): FieldErrors {
  const errors = checkBody(changePassword.body, body);
  if (errors.newPassword || repeated === body.newPassword) return errors;
  return { ...errors, repeated: 'This is not the same as the new password. Type both again.' };
}

/** Says, once it is done, that the other sessions have ended. */
export function ChangePasswordForm({ email }: { email: string | null }) {
  const [done, setDone] = useState(false);
  const form = useForm<FieldName>({
    initial: blank,
    check: checkPasswords,
    async send({ currentPassword, newPassword }) {
      setDone(false);
      renewSession(await callSignedIn(changePassword, { body: { currentPassword, newPassword } }));
      form.set(blank);
      setDone(true);
    },
  });
  return (
    <form {...form.props}>
      <FormStack>
        {done && (
          <Notice tone="success" title="Your password is changed">
            Wherever else you were signed in, you are signed out now.
          </Notice>
        )}
        <FailureNotice failure={form.failure} onRetry={form.submit} />
        {/* Tells a password manager whose password this is. */}
        <input type="text" autoComplete="username" value={email ?? ''} readOnly hidden />
        <PasswordField
          label="Current password"
          autoComplete="current-password"
          required
          {...form.field('currentPassword')}
        />
        <NewPasswordField label="New password" required {...form.field('newPassword')} />
        <PasswordField
          label="New password again"
          autoComplete="new-password"
          required
          {...form.field('repeated')}
        />
        <FormActions>
          <Button variant="primary" type="submit" busy={form.busy}>
            Change password
          </Button>
        </FormActions>
      </FormStack>
    </form>
  );
}

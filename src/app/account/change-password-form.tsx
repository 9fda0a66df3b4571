// The form that changes one's own password.
import { useState } from 'react';
import { changePassword } from '../../contract/endpoints/password.ts';
import { ownSessionsQuery, usePasswordMinLength } from '../auth/account-query.ts';
import { callSignedIn, renewSession } from '../auth/account-session.ts';
import { checkNewPassword, NewPasswordPair } from '../auth/new-password-pair.tsx';
import { queryClient } from '../auth/server-state.tsx';
import { withStepUp } from '../auth/step-up.ts';
import { Checkbox } from '../ui/admin/checkbox.tsx';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { useForm } from '../ui/admin/use-form.ts';
import { Button } from '../ui/button.tsx';
import { FormActions, FormStack } from '../ui/form-layout.tsx';
import { Notice } from '../ui/notice.tsx';
import { PasswordField } from '../ui/password-field.tsx';

const blank = { currentPassword: '', newPassword: '', repeated: '' };

/** Says, once it is done, what became of the other sessions. */
export function ChangePasswordForm({ email }: { email: string | null }) {
  const leastCharacters = usePasswordMinLength();
  const [keepsOthers, setKeepsOthers] = useState(false);
  const [done, setDone] = useState<'kept' | 'ended' | null>(null);
  const form = useForm({
    initial: blank,
    check: ({ repeated, ...body }) =>
      checkNewPassword(changePassword.body, body, 'newPassword', { ...body, repeated }, leastCharacters),
    async send({ currentPassword, newPassword }) {
      setDone(null);
      const keep = keepsOthers ? ({ keepOtherSessions: true } as const) : {};
      const body = { currentPassword, newPassword, ...keep };
      renewSession(await withStepUp(() => callSignedIn(changePassword, { body })));
      void queryClient.invalidateQueries({ queryKey: ownSessionsQuery.queryKey });
      form.set(blank);
      setDone(keepsOthers ? 'kept' : 'ended');
    },
  });
  return (
    <form {...form.props}>
      <FormStack>
        {done && (
          <Notice tone="success" title="Password changed">
            {done === 'ended'
              ? 'You were signed out everywhere else.'
              : 'You stay signed in everywhere else.'}
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
        <NewPasswordPair name="newPassword" field={form.field} leastCharacters={leastCharacters} />
        <Checkbox isSelected={keepsOthers} onChange={setKeepsOthers}>
          Stay signed in elsewhere
        </Checkbox>
        <FormActions>
          <Button variant="primary" type="submit" busy={form.busy}>
            Change password
          </Button>
        </FormActions>
      </FormStack>
    </form>
  );
}

// The form "Request Email Change": the new address twice, and the password.
import { requestEmailChange } from '../../contract/endpoints/email-change.ts';
import { accountQuery } from '../auth/account-query.ts';
import { callSignedIn } from '../auth/account-session.ts';
import { queryClient } from '../auth/server-state.tsx';
import { withStepUp } from '../auth/step-up.ts';
import { checkBody } from '../ui/admin/check-body.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { useForm } from '../ui/admin/use-form.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { FormActions, FormRow, FormStack } from '../ui/form-layout.tsx';
import { PasswordField } from '../ui/password-field.tsx';

const blank = { email: '', repeated: '', password: '' };

/** Once it is sent, the change that is open stands in its place. */
export function EmailChangeForm({ email: current }: { email: string | null }) {
  const form = useForm({
    initial: blank,
    check: ({ repeated, ...body }) => ({
      ...(repeated.trim() !== body.email.trim() && {
        repeated: 'The email addresses don’t match. Enter both again.',
      }),
      ...checkBody(requestEmailChange.body, body),
    }),
    async send({ email, password }) {
      const body = { email, password };
      const pendingEmail = await withStepUp(() => callSignedIn(requestEmailChange, { body }));
      queryClient.setQueryData(accountQuery.queryKey, (account) => account && { ...account, pendingEmail });
      await queryClient.invalidateQueries({ queryKey: accountQuery.queryKey });
    },
  });
  return (
    <form {...form.props}>
      <FormStack>
        <p>
          We’ll send a link to the new address. Open it to confirm the change. Until then you sign in with{' '}
          <bdi>{current}</bdi>, and we’ll tell that address, too.
        </p>
        <FormRow>
          <Field
            label="New email address"
            type="email"
            autoComplete="off"
            autoCapitalize="none"
            required
            {...form.field('email')}
          />
          <Field
            label="New email address again"
            type="email"
            autoComplete="off"
            autoCapitalize="none"
            required
            {...form.field('repeated')}
          />
        </FormRow>
        <PasswordField
          label="Password"
          autoComplete="current-password"
          required
          {...form.field('password')}
        />
        <FailureNotice failure={form.failure} onRetry={form.submit} />
        <FormActions>
          <Button variant="primary" type="submit" busy={form.busy}>
            Request Email Change
          </Button>
        </FormActions>
      </FormStack>
    </form>
  );
}

// The form that chooses a new password by the link of "Forgot password?".
import { navigate } from 'wouter/use-browser-location';
import type { EndpointOutput } from '../../contract/endpoint.ts';
import { type checkPasswordReset, completePasswordReset } from '../../contract/endpoints/password-reset.ts';
import { callAccount } from '../api.ts';
import { checkBody } from '../ui/admin/check-body.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { useForm } from '../ui/admin/use-form.ts';
import { Button } from '../ui/button.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { beginSession } from './account-session.ts';
import { forgetLinkCode } from './link-code.ts';
import { isDeadLink } from './link-pages.tsx';
import { NewPasswordField } from './new-password-field.tsx';
import { landingPath } from './return-path.ts';

const milliseconds = 30_000;

export interface ResetFormProps {
  code: string;
  reset: EndpointOutput<typeof checkPasswordReset>;
  /** The link stopped working while the form stood there. */
  onDead: (failure: unknown) => void;
}

/** Sets the password and goes on as the one whose it is. */
export function ResetForm({ code, reset, onDead }: ResetFormProps) {
  const { email, passwordMinLength } = reset;
  const form = useForm({
    initial: { password: '', repeated: '' },
    check: ({ password, repeated }) => ({
      ...(repeated !== password && {
        repeated: 'This is not the same as the new password. Type both again.',
      }),
      ...(password.length < passwordMinLength && {
        password: `Use at least ${passwordMinLength} characters. A few words in a row are easy to keep in mind.`,
      }),
      ...checkBody(completePasswordReset.body, { code, password }),
    }),
    async send({ password }) {
      try {
        const body = { code, password };
        const session = await callAccount(completePasswordReset, { body }, { milliseconds });
        forgetLinkCode();
        beginSession(session);
        navigate(landingPath(session), { replace: true });
      } catch (failure) {
        if (!isDeadLink(failure)) throw failure;
        onDead(failure);
      }
    },
  });
  return (
    <form {...form.props}>
      <FormStack>
        {/* So that a password manager keeps the password together with the address. */}
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        <NewPasswordField
          label="New password"
          leastCharacters={passwordMinLength}
          required
          {...form.field('password')}
        />
        <PasswordField
          label="New password again"
          autoComplete="new-password"
          required
          {...form.field('repeated')}
        />
        <FailureNotice failure={form.failure} onRetry={form.submit} />
        <Button variant="primary" size="large" type="submit" wide busy={form.busy}>
          Set password and sign in
        </Button>
      </FormStack>
    </form>
  );
}

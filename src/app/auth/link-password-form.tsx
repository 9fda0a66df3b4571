// The form that sets a password by a link: of an invitation, or of "Forgot password?".
import { acceptInvitation } from '../../contract/endpoints/invitations.ts';
import { completePasswordReset } from '../../contract/endpoints/password-reset.ts';
import { callAccount } from '../tablet/api.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { useForm } from '../ui/admin/use-form.ts';
import { Button } from '../ui/button.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { enterByLink, firstPasswordWait } from './enter-by-link.ts';
import { isDeadLink } from './link-pages.tsx';
import { checkNewPassword, NewPasswordPair } from './new-password-pair.tsx';

const redeemers = { invitation: acceptInvitation, reset: completePasswordReset };

export interface LinkPasswordFormProps {
  link: keyof typeof redeemers;
  code: string;
  email: string;
  /** What the organization asks for. */
  passwordMinLength: number;
  /** The link stopped working while the form stood there. */
  onDead: (failure: unknown) => void;
}

/** Sets the password and goes on as the one whose it is. */
export function LinkPasswordForm({ link, code, email, passwordMinLength, onDead }: LinkPasswordFormProps) {
  const redeem = redeemers[link];
  const form = useForm({
    initial: { password: '', repeated: '' },
    check: (values) =>
      checkNewPassword(
        redeem.body,
        { code, password: values.password },
        'password',
        values,
        passwordMinLength,
      ),
    async send({ password }) {
      try {
        enterByLink(await callAccount(redeem, { body: { code, password } }, firstPasswordWait));
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
        <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
        <NewPasswordPair name="password" field={form.field} leastCharacters={passwordMinLength} />
        <FailureNotice failure={form.failure} onRetry={form.submit} />
        <Button variant="primary" size="large" type="submit" wide busy={form.busy}>
          Set password and sign in
        </Button>
      </FormStack>
    </form>
  );
}

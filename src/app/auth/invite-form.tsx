// The form with which an invited person sets their password.
import { navigate } from 'wouter/use-browser-location';
import { acceptInvitation, type Invitation } from '../../contract/endpoints/invitations.ts';
import { callAccount } from '../api.ts';
import { checkBody } from '../ui/admin/check-body.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { useForm } from '../ui/admin/use-form.ts';
import { Button } from '../ui/button.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { beginSession } from './account-session.ts';
import { forgetLinkCode } from './link-code.ts';
import { NewPasswordField } from './new-password-field.tsx';
import { landingPath } from './return-path.ts';

const milliseconds = 30_000;

export interface InviteFormProps {
  code: string;
  invitation: Invitation;
  /** The link stopped working while the form stood there. */
  onDead: (failure: unknown) => void;
  isDead: (failure: unknown) => boolean;
}

/** Accepts the invitation and goes on as the invited person. */
export function InviteForm({ code, invitation, onDead, isDead }: InviteFormProps) {
  const { passwordMinLength, email } = invitation;
  const form = useForm({
    initial: { password: '', repeated: '' },
    check: ({ password, repeated }) => ({
      ...(repeated !== password && {
        repeated: repeated
          ? 'The two passwords differ. Type the same one twice.'
          : 'Type the new password once more.',
      }),
      ...(password.length < passwordMinLength && {
        password: `Use at least ${passwordMinLength} characters. A few words in a row are easy to keep in mind.`,
      }),
      ...checkBody(acceptInvitation.body, { code, password }),
    }),
    async send({ password }) {
      try {
        const session = await callAccount(acceptInvitation, { body: { code, password } }, { milliseconds });
        forgetLinkCode();
        beginSession(session);
        navigate(landingPath(session), { replace: true });
      } catch (failure) {
        if (!isDead(failure)) throw failure;
        onDead(failure);
      }
    },
  });
  return (
    <form {...form.props}>
      <FormStack>
        {/* So that a password manager keeps the password together with the address. */}
        <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
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

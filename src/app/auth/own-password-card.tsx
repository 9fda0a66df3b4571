// "Choose your own password": all that somebody sees who signed in with a password that was made for them.
import { changePassword } from '../../contract/endpoints/password.ts';
import type { Session } from '../../contract/endpoints/session.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { useForm } from '../ui/admin/use-form.ts';
import { useWork } from '../ui/admin/use-work.ts';
import { Button } from '../ui/button.tsx';
import { CenteredCard } from '../ui/centered-card.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { usePasswordMinLength } from './account-query.ts';
import { callSignedIn, leaveStep, signOut } from './account-session.ts';
import { checkNewPassword, NewPasswordPair } from './new-password-pair.tsx';

function OwnPasswordForm({ email }: { email: string | null }) {
  const leastCharacters = usePasswordMinLength();
  const form = useForm({
    initial: { currentPassword: '', newPassword: '', repeated: '' },
    check: ({ repeated, ...body }) =>
      checkNewPassword(changePassword.body, body, 'newPassword', { ...body, repeated }, leastCharacters),
    async send({ currentPassword, newPassword }) {
      leaveStep(await callSignedIn(changePassword, { body: { currentPassword, newPassword } }));
    },
  });
  return (
    <form {...form.props}>
      <FormStack>
        {/* Tells a password manager whose password this is. */}
        <input type="text" autoComplete="username" value={email ?? ''} readOnly hidden />
        <PasswordField
          label="Current password"
          hint="The one you just signed in with."
          autoComplete="current-password"
          required
          {...form.field('currentPassword')}
        />
        <NewPasswordPair name="newPassword" field={form.field} leastCharacters={leastCharacters} />
        <FailureNotice failure={form.failure} onRetry={form.submit} />
        <Button variant="primary" size="large" type="submit" wide busy={form.busy}>
          Set password
        </Button>
      </FormStack>
    </form>
  );
}

/** Stands in the place of every account screen until it is done. */
export function OwnPasswordCard({ session }: { session: Session }) {
  const leaving = useWork();
  return (
    <CenteredCard
      title="Choose your own password"
      lead={
        <>
          Welcome, <bdi>{session.user.name}</bdi>. Your password at <bdi>{session.organization.name}</bdi> was
          generated for you. Choose one that only you know to continue.
        </>
      }
      footer={
        <>
          <FailureNotice failure={leaving.failure} />
          <Button variant="quiet" busy={leaving.busy} onClick={() => leaving.run(signOut)}>
            Sign out
          </Button>
        </>
      }
    >
      <OwnPasswordForm email={session.user.email} />
    </CenteredCard>
  );
}

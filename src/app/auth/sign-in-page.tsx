// The page to sign in with an e-mail address and a password.
import { useSearch } from 'wouter';
import { navigate, useHistoryState } from 'wouter/use-browser-location';
import { signIn } from '../../contract/endpoints/session.ts';
import { callAccount } from '../api.ts';
import { useDeviceState } from '../device-state.ts';
import { usePageTitle } from '../page-title.ts';
import { checkBody } from '../ui/admin/check-body.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { useForm } from '../ui/admin/use-form.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { CenteredCard } from '../ui/centered-card.tsx';
import { Field } from '../ui/field.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { Notice } from '../ui/notice.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { beginSession } from './account-session.ts';
import { landingPath, readReturnPath } from './return-path.ts';

function SignInForm({ returnPath }: { returnPath: string | null }) {
  const form = useForm({
    initial: { email: '', password: '' },
    check: (body) => checkBody(signIn.body, body),
    async send(body) {
      const session = await callAccount(signIn, { body });
      beginSession(session);
      navigate(returnPath ?? landingPath(session), { replace: true });
    },
  });
  return (
    <form {...form.props}>
      <FormStack>
        <FailureNotice failure={form.failure} onRetry={form.submit} />
        <Field
          label="Email address"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          required
          {...form.field('email')}
        />
        <PasswordField
          label="Password"
          autoComplete="current-password"
          required
          {...form.field('password')}
        />
        <Button variant="primary" size="large" type="submit" wide busy={form.busy}>
          Sign in
        </Button>
        <ButtonLink href="/reset-password" variant="quiet" wide>
          Forgot password?
        </ButtonLink>
      </FormStack>
    </form>
  );
}

/** Stands at `/sign-in`; `?next=` names the screen to go on with. */
export default function SignInPage() {
  usePageTitle('Sign in');
  const returnPath = readReturnPath(useSearch(), location.origin);
  const state: unknown = useHistoryState();
  const hasEnded = typeof state === 'object' && state !== null && 'ended' in state && state.ended === true;
  const isDevice = useDeviceState(({ phase }) => phase === 'linked');
  return (
    <CenteredCard
      title="Sign in"
      lead="With the account of an admin, a manager or an owner."
      footer={
        isDevice && (
          <ButtonLink href="/" variant="quiet">
            Back to the PIN pad
          </ButtonLink>
        )
      }
    >
      <FormStack>
        {returnPath && (
          <Notice tone="info" title={hasEnded ? 'Your session is over' : 'Sign in to see that page'}>
            {hasEnded ? 'Sign in again, and you go on where you were.' : 'It opens right after.'}
          </Notice>
        )}
        <SignInForm returnPath={returnPath} />
      </FormStack>
    </CenteredCard>
  );
}

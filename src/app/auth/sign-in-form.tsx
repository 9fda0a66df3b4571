// The form to sign in with, and the question which organization is meant where the address has accounts in several.
import { useState } from 'react';
import { navigate } from 'wouter/use-browser-location';
import { signIn } from '../../contract/endpoints/password.ts';
import { callAccount, isProblem } from '../tablet/api.ts';
import { checkBody } from '../ui/admin/check-body.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { useForm } from '../ui/admin/use-form.ts';
import { Button } from '../ui/button.tsx';
import { ButtonLink } from '../ui/button-link.tsx';
import { Field } from '../ui/field.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { beginSession } from './account-session.ts';
import { type Organization, OrganizationChoice } from './organization-choice.tsx';
import { PasskeySignIn } from './passkey-sign-in.tsx';
import { type AfterSignIn, landingPath } from './return-path.ts';

interface Choice {
  email: string;
  password: string;
  organizations: readonly Organization[];
}

/** Signs in and goes on to `returnPath`, or to the first screen that is open. */
export function SignInForm({ returnPath, onSignedIn }: AfterSignIn) {
  const [choice, setChoice] = useState<Choice | null>(null);
  const enter = async (body: { email: string; password: string; organizationId?: string }) => {
    const session = await callAccount(signIn, { body });
    beginSession(session);
    if (onSignedIn) onSignedIn();
    else navigate(returnPath ?? landingPath(session), { replace: true });
  };
  const form = useForm({
    initial: { email: '', password: '' },
    check: (body) => checkBody(signIn.body, body),
    async send(body) {
      try {
        await enter(body);
      } catch (error) {
        if (!isProblem(error, 'choose_organization')) throw error;
        setChoice({ ...body, organizations: error.organizations ?? [] });
      }
    },
  });
  if (choice) {
    const { organizations, ...body } = choice;
    return (
      <OrganizationChoice
        organizations={organizations}
        onChoose={(organizationId) => enter({ ...body, organizationId })}
        onBack={() => setChoice(null)}
      />
    );
  }
  return (
    <FormStack>
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
      <PasskeySignIn returnPath={returnPath} onSignedIn={onSignedIn} />
    </FormStack>
  );
}

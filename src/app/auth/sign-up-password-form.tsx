// The last step of a sign-up: the owner's password, which creates the organization.
import { completeSignUp } from '../../contract/endpoints/sign-up.ts';
import { callAccount } from '../tablet/api.ts';
import { checkBody } from '../ui/admin/check-body.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { useForm } from '../ui/admin/use-form.ts';
import { Button } from '../ui/button.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { enterByLink, firstPasswordWait } from './enter-by-link.ts';
import { NewPasswordField } from './new-password-field.tsx';

/** Creates the organization of a link that was checked, and goes on as its owner. */
export function FirstPasswordForm({ code, email }: { code: string; email: string }) {
  const form = useForm({
    initial: { password: '' },
    check: (values) => checkBody(completeSignUp.body, { code, ...values }),
    async send(values) {
      enterByLink(await callAccount(completeSignUp, { body: { code, ...values } }, firstPasswordWait));
    },
  });
  return (
    <form {...form.props}>
      <FormStack>
        <FailureNotice failure={form.failure} onRetry={form.submit} />
        {/* Password managers keep the password under this name. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <NewPasswordField label="Password" required {...form.field('password')} />
        <Button variant="primary" size="large" type="submit" wide busy={form.busy}>
          Create organization
        </Button>
      </FormStack>
    </form>
  );
}

// The form of the set-up: the organization, and its owner.
import { setUp } from '../../contract/endpoints/setup.ts';
import { callAccount } from '../tablet/api.ts';
import { checkBody } from '../ui/admin/check-body.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { useForm } from '../ui/admin/use-form.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { FormActions, FormRow, FormStack } from '../ui/form-layout.tsx';
import { enterByLink, firstPasswordWait } from './enter-by-link.ts';
import { NewPasswordField } from './new-password-field.tsx';

const initial = { organizationName: '', firstName: '', lastName: '', email: '', password: '' };

/** Creates the organization with a code that was checked, and goes on as its owner. */
export function SetupForm({ code }: { code: string }) {
  const form = useForm({
    initial,
    check: (values) => checkBody(setUp.body, { code, ...values }),
    async send(values) {
      enterByLink(await callAccount(setUp, { body: { code, ...values } }, firstPasswordWait));
    },
  });
  return (
    <form {...form.props}>
      <FormStack>
        <Field
          label="Organization name"
          autoComplete="organization"
          required
          {...form.field('organizationName')}
        />
        <FormRow>
          <Field label="First name" autoComplete="given-name" required {...form.field('firstName')} />
          <Field label="Last name" autoComplete="family-name" required {...form.field('lastName')} />
        </FormRow>
        <FormRow>
          <Field
            label="Email address"
            type="email"
            autoComplete="username"
            required
            hint="You’ll sign in with it."
            {...form.field('email')}
          />
          <NewPasswordField label="Password" required {...form.field('password')} />
        </FormRow>
        <FailureNotice failure={form.failure} onRetry={form.submit} />
        <FormActions>
          <Button variant="primary" size="large" type="submit" busy={form.busy}>
            Create organization
          </Button>
        </FormActions>
      </FormStack>
    </form>
  );
}

// "Forgot password?": asks for the address, and says the same whatever it is.
import { useState } from 'react';
import { linkMinutes, sayMinutes } from '../../contract/durations.ts';
import { requestPasswordReset } from '../../contract/endpoints/password-reset.ts';
import { callAccount } from '../tablet/api.ts';
import { checkBody } from '../ui/admin/check-body.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { useForm } from '../ui/admin/use-form.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { Notice } from '../ui/notice.tsx';

/** That a link was asked for; it tells nothing about whether there is an account. */
export function LinkOnItsWay() {
  return (
    <Notice
      tone="success"
      title={`If there is an account with this address, a link is on its way. It works for ${sayMinutes(linkMinutes['password-reset'])}.`}
    >
      Check your spam folder, too. If nothing comes, ask an admin of your organization.
    </Notice>
  );
}

/** Stays after it was sent, for another address or another try. */
export function AskResetForm() {
  const [sent, setSent] = useState(false);
  const form = useForm({
    initial: { email: '' },
    check: (body) => checkBody(requestPasswordReset.body, body),
    async send(body) {
      setSent(false);
      await callAccount(requestPasswordReset, { body });
      setSent(true);
    },
  });
  return (
    <form {...form.props}>
      <FormStack>
        {sent && <LinkOnItsWay />}
        <FailureNotice failure={form.failure} onRetry={form.submit} />
        <Field
          label="Email address"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          required
          {...form.field('email')}
        />
        <Button variant={sent ? 'secondary' : 'primary'} size="large" type="submit" wide busy={form.busy}>
          {sent ? 'Send another link' : 'Send me a link'}
        </Button>
      </FormStack>
    </form>
  );
}

// The form that asks for a new organization and its owner; a link to confirm it goes to the address.
import { useState } from 'react';
import { linkMinutes, sayMinutes } from '../../contract/durations.ts';
import { requestSignUp } from '../../contract/endpoints/sign-up.ts';
import { languages } from '../../contract/languages.ts';
import { callAccount } from '../tablet/api.ts';
import { checkBody } from '../ui/admin/check-body.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { useForm } from '../ui/admin/use-form.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { FormActions, FormRow, FormStack } from '../ui/form-layout.tsx';
import { Notice } from '../ui/notice.tsx';

const initial = { organizationName: '', firstName: '', lastName: '', email: '' };

/** The first language of the browser in which mails can be written. */
function findLanguage() {
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return wanted.flatMap((tag) => languages.find((language) => language === tag) ?? [])[0];
}

/** Stays after it was sent, to correct the address or to send another link. */
export function SignUpForm() {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm({
    initial,
    check: (values) => checkBody(requestSignUp.body, values),
    async send(values) {
      const language = findLanguage();
      await callAccount(requestSignUp, { body: { ...values, ...(language ? { language } : {}) } });
      setSentTo(values.email);
    },
  });
  return (
    <form {...form.props}>
      <FormStack>
        {sentTo !== null && (
          <Notice
            tone="success"
            title={`A link is on its way. It works for ${sayMinutes(linkMinutes['sign-up'])}.`}
          >
            It went to <bdi>{sentTo}</bdi>. Check your spam folder, too. Only the newest link works.
          </Notice>
        )}
        <FailureNotice failure={form.failure} onRetry={form.submit} />
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
        <Field
          label="Email address"
          type="email"
          autoComplete="email"
          autoCapitalize="none"
          required
          hint="You’ll sign in with it."
          {...form.field('email')}
        />
        <FormActions>
          <Button
            variant={sentTo === null ? 'primary' : 'secondary'}
            size="large"
            type="submit"
            busy={form.busy}
          >
            {sentTo === null ? 'Send me a link' : 'Send another link'}
          </Button>
        </FormActions>
      </FormStack>
    </form>
  );
}

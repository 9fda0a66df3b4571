// The form for one's own name and language.
import { useState } from 'react';
import { updateAccount } from '../../contract/endpoints/account.ts';
import type { Session } from '../../contract/endpoints/session.ts';
import { languageNames, languages } from '../../contract/languages.ts';
import { callSignedIn, renewSession } from '../auth/account-session.ts';
import { checkBody } from '../ui/admin/check-body.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { Select } from '../ui/admin/select.tsx';
import { showToast } from '../ui/admin/toast.tsx';
import { useForm } from '../ui/admin/use-form.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { FormActions, FormRow, FormStack } from '../ui/form-layout.tsx';

const organizations = 'organization' as const;
const choices = [
  { id: organizations, label: 'As the organization' },
  ...languages.map((language) => ({ id: language, label: languageNames[language] })),
];

type AboutValues = ReturnType<typeof valuesOf>;

const valuesOf = ({ firstName, lastName, language }: Session['user']) => ({
  firstName,
  lastName,
  language: language ?? organizations,
});

/** Only what differs from before is sent, so that what an admin changes meanwhile is not undone. */
function changeOf(values: AboutValues, before: AboutValues) {
  const language = values.language === organizations ? null : values.language;
  return {
    ...(values.firstName === before.firstName ? {} : { firstName: values.firstName }),
    ...(values.lastName === before.lastName ? {} : { lastName: values.lastName }),
    ...(values.language === before.language ? {} : { language }),
  };
}

/** Keeps what is typed until it is saved. */
export function AboutForm({ user }: { user: Session['user'] }) {
  const [before, setBefore] = useState(valuesOf(user));
  const form = useForm({
    initial: before,
    check: (values) => checkBody(updateAccount.body, changeOf(values, before)),
    async send(values) {
      const session = await callSignedIn(updateAccount, { body: changeOf(values, before) });
      renewSession(session);
      setBefore(valuesOf(session.user));
      form.set(valuesOf(session.user));
      showToast({ tone: 'success', title: 'Saved' });
    },
  });
  return (
    <form {...form.props}>
      <FormStack>
        <FormRow>
          <Field label="First name" autoComplete="given-name" {...form.field('firstName')} />
          <Field label="Last name" autoComplete="family-name" {...form.field('lastName')} />
          <Select
            label="Language"
            options={choices}
            value={form.values.language}
            onChange={(language) => form.set({ language })}
            hint="For emails to you."
            error={form.errors.language}
          />
        </FormRow>
        <FailureNotice failure={form.failure} onRetry={form.submit} />
        <FormActions>
          <Button variant="primary" type="submit" busy={form.busy}>
            Save
          </Button>
        </FormActions>
      </FormStack>
    </form>
  );
}

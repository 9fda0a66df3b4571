// The form of the organization's settings.
import { useState } from 'react';
import { type Organization, updateOrganization } from '../../../contract/endpoints/organization.ts';
import { callSignedIn, sessionQuery } from '../../auth/account-session.ts';
import { withFreshPassword } from '../../auth/fresh-password.ts';
import { queryClient } from '../../server-state.tsx';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { Select } from '../../ui/admin/select.tsx';
import { showToast } from '../../ui/admin/toast.tsx';
import { useForm } from '../../ui/admin/use-form.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { FormActions, FormRow, FormStack } from '../../ui/form-layout.tsx';
import { autoLockChoices, exactChoice } from './auto-lock.ts';
import { organizationQuery } from './organization-query.ts';
import { checkOrganization, organizationChangeOf, organizationValuesOf } from './organization-values.ts';

/** Keeps what is typed; what somebody else saves meanwhile is not undone unless the same setting was changed here. */
export function OrganizationForm({ organization }: { organization: Organization }) {
  const [before, setBefore] = useState(organization);
  const form = useForm({
    initial: organizationValuesOf(organization),
    check: (values) => checkOrganization(values, before),
    async send(values) {
      const body = organizationChangeOf(values, before);
      const saved =
        Object.keys(body).length === 0
          ? before
          : await withFreshPassword(() => callSignedIn(updateOrganization, { body }));
      setBefore(saved);
      form.set(organizationValuesOf(saved));
      queryClient.setQueryData(organizationQuery.queryKey, saved);
      void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
      showToast({ tone: 'success', title: 'Settings saved', text: 'The tablets have them within seconds.' });
    },
  });
  const isExact = form.values.autoLockSeconds === exactChoice;
  return (
    <form {...form.props}>
      <FormStack>
        <Field label="Organization name" autoComplete="off" required {...form.field('name')} />
        <FormRow>
          <Select
            label="Auto-lock"
            options={autoLockChoices}
            value={form.values.autoLockSeconds}
            onChange={(autoLockSeconds) => form.set({ autoLockSeconds })}
            hint="A tablet that nobody touches for so long ends the session of who is signed in."
            error={isExact ? undefined : form.errors.autoLockSeconds}
          />
          <Field
            label="Lease"
            inputMode="numeric"
            autoComplete="off"
            maxLength={3}
            hint="Hours that a tablet may go on without hearing from the server, 1 to 72."
            {...form.field('leaseHours')}
          />
        </FormRow>
        {isExact && (
          <FormRow>
            <Field
              label="Minutes"
              inputMode="numeric"
              autoComplete="off"
              maxLength={4}
              hint="15 seconds to 8 hours (480 minutes) in all."
              {...form.field('minutes')}
              error={form.errors.autoLockSeconds}
              onChange={(event) => form.set({ minutes: event.target.value, autoLockSeconds: exactChoice })}
            />
            <Field
              label="Seconds"
              inputMode="numeric"
              autoComplete="off"
              maxLength={5}
              {...form.field('seconds')}
              onChange={(event) => form.set({ seconds: event.target.value, autoLockSeconds: exactChoice })}
            />
          </FormRow>
        )}
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

// The form of the organization's settings.
import { useState } from 'react';
import { type Organization, updateOrganization } from '../../../contract/endpoints/organization.ts';
import { languageNames, languages } from '../../../contract/languages.ts';
import { callSignedIn, sessionQuery } from '../../auth/account-session.ts';
import { queryClient } from '../../auth/server-state.tsx';
import { withStepUp } from '../../auth/step-up.ts';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { Panel } from '../../ui/admin/page-header.tsx';
import { Select } from '../../ui/admin/select.tsx';
import { showToast } from '../../ui/admin/toast.tsx';
import { useForm } from '../../ui/admin/use-form.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { FormActions, FormRow, FormStack } from '../../ui/form-layout.tsx';
import { AccountFields } from './account-fields.tsx';
import { organizationQuery } from './organization-query.ts';
import { checkOrganization, organizationChangeOf, organizationValuesOf } from './organization-values.ts';
import { PinFields } from './pin-fields.tsx';
import { PinPolicyDialog } from './pin-policy-dialog.tsx';
import { usePinPolicyQuestion } from './pin-policy-question.ts';
import { TabletFields } from './tablet-fields.tsx';

const languageChoices = languages.map((id) => ({ id, label: languageNames[id] }));

/** Keeps what is typed; what somebody else saves meanwhile is not undone unless the same setting was changed here. */
export function OrganizationForm({ organization }: { organization: Organization }) {
  const [before, setBefore] = useState(organization);
  const { question, ask } = usePinPolicyQuestion();
  const form = useForm({
    initial: organizationValuesOf(organization),
    check: (values) => checkOrganization(values, before),
    async send(values) {
      const body = organizationChangeOf(values, before);
      await ask(body, before);
      const saved =
        Object.keys(body).length === 0
          ? before
          : await withStepUp(
              () => callSignedIn(updateOrganization, { body }),
              body.passkeyRule === 'power' ? 'passkey' : 'any',
            );
      setBefore(saved);
      form.set(organizationValuesOf(saved));
      queryClient.setQueryData(organizationQuery.queryKey, saved);
      void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
      showToast({ tone: 'success', title: 'Settings saved', text: 'Devices get them within seconds.' });
    },
  });
  return (
    <form {...form.props}>
      <FormStack>
        <Panel title="Settings">
          <FormRow>
            <Field label="Organization name" autoComplete="off" required {...form.field('name')} />
            <Select
              label="Language of emails"
              options={languageChoices}
              value={form.values.language}
              onChange={(language) => form.set({ language })}
              hint="For users who haven’t chosen one."
              error={form.errors.language}
            />
          </FormRow>
          <TabletFields form={form} />
        </Panel>
        <Panel title="PINs">
          <PinFields form={form} />
        </Panel>
        <Panel title="Accounts">
          <AccountFields form={form} />
        </Panel>
        <FailureNotice failure={form.failure} onRetry={form.submit} />
        <FormActions>
          <Button variant="primary" type="submit" busy={form.busy}>
            Save
          </Button>
        </FormActions>
      </FormStack>
      <PinPolicyDialog question={question} />
    </form>
  );
}

// The form that adds a partner or changes one.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  createPartner,
  listPartners,
  type Partner,
  updatePartner,
} from '../../../contract/endpoints/partners.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { isProblem } from '../../tablet/api.ts';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { FormButtons } from '../../ui/admin/form-buttons.tsx';
import { useFirstFocus } from '../../ui/admin/use-first-focus.ts';
import { useForm } from '../../ui/admin/use-form.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { FormRow, FormStack } from '../../ui/form-layout.tsx';
import { Notice } from '../../ui/notice.tsx';
import { organizationQuery } from '../organization/organization-query.ts';
import { changeOf, checkPartner, newPartnerOf, type PartnerValues, valuesOf } from './partner-values.ts';
import { hintPhone } from './phone-hint.ts';

export interface PartnerFormProps {
  /** `null` for a new one. */
  partner: Partner | null;
  /** With the partner as it is now. */
  onDone: (partner: Partner) => void;
  onCancel: () => void;
}

async function savePartner(partner: Partner | null, values: PartnerValues): Promise<Partner> {
  if (!partner) return callSignedIn(createPartner, { body: newPartnerOf(values) });
  const change = changeOf(values, partner);
  if (Object.keys(change).length === 0) return partner;
  const body = { revision: partner.revision, ...change };
  return callSignedIn(updatePartner, { params: { partnerId: partner.id }, body });
}

/** Keeps what is typed whatever the server answers. */
export function PartnerForm(props: PartnerFormProps) {
  const { onDone, onCancel } = props;
  const [partner, setPartner] = useState(props.partner);
  const { data: organization } = useQuery(organizationQuery);
  const first = useFirstFocus(partner === null);
  const form = useForm({
    initial: valuesOf(partner),
    check: (values) => checkPartner(values, partner),
    send: async (values) => onDone(await savePartner(partner, values)),
  });
  const reload = async () => {
    const { partners } = await callSignedIn(listPartners, { query: {} });
    setPartner((before) => partners.find(({ id }) => id === before?.id) ?? before);
    form.forgive();
  };
  return (
    <form {...form.props}>
      <FormStack>
        <Field label="Name" autoComplete="off" ref={first} required {...form.field('name')} />
        <Field
          label="Contact"
          autoComplete="off"
          optional
          hint="Who to call about this company."
          {...form.field('contactName')}
        />
        <FormRow>
          <Field
            label="Contact’s email address"
            type="email"
            autoComplete="off"
            autoCapitalize="none"
            optional
            {...form.field('contactEmail')}
          />
          <Field
            label="Contact’s phone number"
            type="tel"
            autoComplete="off"
            optional
            hint={hintPhone(organization?.phoneRule)}
            {...form.field('contactPhone')}
          />
        </FormRow>
        {isProblem(form.failure, 'changed_meanwhile') ? (
          <Notice
            tone="error"
            title="Somebody else changed this partner"
            action={<Button onClick={() => void reload().catch(form.fail)}>Load the newest</Button>}
          >
            Load the newest version and save again. What you typed is kept.
          </Notice>
        ) : (
          <FailureNotice failure={form.failure} onRetry={form.submit} />
        )}
        <FormButtons verb={partner ? 'Save' : 'Add Partner'} busy={form.busy} onCancel={onCancel} />
      </FormStack>
    </form>
  );
}

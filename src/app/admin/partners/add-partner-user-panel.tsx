// "Add Partner User": the form at the bottom of a partner's page, which invites the user by email.
import { useQuery } from '@tanstack/react-query';
import { createPartnerUser, type Partner } from '../../../contract/endpoints/partners.ts';
import type { User } from '../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { withStepUp } from '../../auth/step-up.ts';
import { checkBody } from '../../ui/admin/check-body.ts';
import { Checkbox } from '../../ui/admin/checkbox.tsx';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { Panel } from '../../ui/admin/page-header.tsx';
import { useForm } from '../../ui/admin/use-form.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { FormActions, FormRow, FormStack } from '../../ui/form-layout.tsx';
import { organizationQuery } from '../organization/organization-query.ts';
import { EmailHolderNotice } from '../users/form/email-holder-notice.tsx';
import { useEmailHolder } from '../users/form/use-email-holder.ts';
import type { UserOutcome } from '../users/user-outcome.ts';
import { hintPhone } from './phone-hint.ts';
import './partners.css';

const blank = { firstName: '', lastName: '', email: '', phone: '', noPhone: false };

function bodyOf({ firstName, lastName, email, phone, noPhone }: typeof blank) {
  return { firstName, lastName, email, phone: noPhone ? null : phone };
}

function checkPartnerUser(values: typeof blank) {
  const errors = checkBody(createPartnerUser.body, bodyOf(values));
  if (values.noPhone || values.phone.trim()) return errors;
  return { ...errors, phone: 'Phone number is missing. Enter it, or tick “No phone yet”.' };
}

export interface AddPartnerUserPanelProps {
  partner: Partner;
  onOutcome: (outcome: UserOutcome) => void;
}

/** Empty again after each user who was added; else what is typed stays. */
export function AddPartnerUserPanel({ partner, onOutcome }: AddPartnerUserPanelProps) {
  const { data: organization } = useQuery(organizationQuery);
  const form = useForm({
    initial: blank,
    check: checkPartnerUser,
    async send(values) {
      const input = { params: { partnerId: partner.id }, body: bodyOf(values) };
      const user = await noteHolder(() => withStepUp(() => callSignedIn(createPartnerUser, input)));
      form.set(blank);
      onOutcome({ users: [user], told: `Added ${user.name}`, invited: { isNew: true } });
    },
  });
  const { holder, noteHolder, forget } = useEmailHolder(form.values.email);
  const moved = (user: User) => {
    forget();
    form.set(blank);
    onOutcome({ users: [user], told: `${user.name} is a user of ${partner.name} now` });
  };
  return (
    <Panel title="Add Partner User">
      <form {...form.props} aria-label="Add Partner User">
        <FormStack>
          <FormRow>
            <Field label="First name" autoComplete="off" required {...form.field('firstName')} />
            <Field label="Last Name" autoComplete="off" required {...form.field('lastName')} />
          </FormRow>
          <FormRow>
            <Field
              label="Email Address"
              type="email"
              autoComplete="off"
              autoCapitalize="none"
              required
              hint="The invitation goes here."
              {...form.field('email')}
            />
            <div className="fk-stack fk-gap-2">
              <Field
                label="Phone Number"
                type="tel"
                autoComplete="off"
                required={!form.values.noPhone}
                disabled={form.values.noPhone}
                hint={hintPhone(organization?.phoneRule)}
                {...form.field('phone')}
              />
              <Checkbox
                isSelected={form.values.noPhone}
                onChange={(noPhone) => form.set({ noPhone, phone: form.values.phone })}
              >
                No phone yet
              </Checkbox>
            </div>
          </FormRow>
          {holder && (
            <EmailHolderNotice holder={holder} partner={partner} onFreed={form.submit} onMoved={moved} />
          )}
          <FailureNotice failure={form.failure} onRetry={form.submit} />
          <FormActions>
            <Button variant="primary" type="submit" busy={form.busy}>
              Submit
            </Button>
          </FormActions>
        </FormStack>
      </form>
    </Panel>
  );
}

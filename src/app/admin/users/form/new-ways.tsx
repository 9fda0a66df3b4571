// How a new user will sign in: by PIN, by email address, or by both.
import type { ReactNode } from 'react';
import { Checkbox } from '../../../ui/admin/checkbox.tsx';
import { Select } from '../../../ui/admin/select.tsx';
import type { Form } from '../../../ui/admin/use-form.ts';
import { FormRow } from '../../../ui/form-layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { MailWarning } from '../../organization/mail-warning.tsx';
import { EmailField } from './email-field.tsx';
import { PinField } from './pin-field.tsx';
import type { UserChoices } from './user-fields.tsx';
import type { UserValues } from './user-values.ts';

const passwordWays = [
  { id: 'invitation', label: 'Send an invitation' },
  { id: 'shown', label: 'Generate a password and show it' },
  { id: 'mailed', label: 'Generate a password and email it' },
] as const;

export interface NewWaysProps {
  form: Form<UserValues>;
  choices: Pick<UserChoices, 'pinLength' | 'generatedPasswords'>;
  /** Stands below the email address. */
  emailNotice: ReactNode;
}

/** A PIN that is typed, generated or temporary; an address that is invited, unless a password is made. */
export function NewWays({ form, choices, emailNotice }: NewWaysProps) {
  const { values } = form;
  const choosesWay = choices.generatedPasswords && values.email.trim() !== '';
  return (
    <>
      <div className="fk-way">
        {values.temporaryPin ? (
          <Notice tone="info" title="Random PIN">
            It’s shown once, after “Create”.
          </Notice>
        ) : (
          <PinField
            value={values.pin}
            error={form.errors.pin}
            onChange={(pin) => form.set({ pin })}
            length={choices.pinLength}
            isSet={false}
          />
        )}
        <Checkbox
          isSelected={values.temporaryPin}
          onChange={(temporaryPin) => form.set({ temporaryPin, pin: '' })}
        >
          Temporary PIN, changed at the first sign-in
        </Checkbox>
      </div>
      <FormRow>
        <EmailField
          form={form}
          hint={choosesWay ? undefined : 'With an email address, the user gets an invitation.'}
        />
        {choosesWay && (
          <Select
            label="Password"
            options={passwordWays}
            value={values.passwordWay}
            onChange={(passwordWay) => form.set({ passwordWay })}
            hint="It must be changed at the first sign-in."
          />
        )}
      </FormRow>
      {choosesWay && values.passwordWay === 'mailed' && <MailWarning />}
      {emailNotice}
    </>
  );
}

// The settings of PINs: how users sign in with them, and how long they are.

import type { SignInStyle } from '../../../contract/endpoints/organization.ts';
import { pinLengthRange } from '../../../contract/fields.ts';
import { offlinePinLength } from '../../../contract/pin-rules.ts';
import { Select } from '../../ui/admin/select.tsx';
import type { Form } from '../../ui/admin/use-form.ts';
import { FormRow } from '../../ui/form-layout.tsx';
import type { OrganizationValues } from './organization-values.ts';

const styles: readonly { id: SignInStyle; label: string }[] = [
  { id: 'pin', label: 'PIN only' },
  { id: 'name-then-pin', label: 'Name, then PIN' },
];

const styleHints: Record<SignInStyle, string> = {
  pin: 'The PIN identifies the user, so no two users have the same one.',
  'name-then-pin': 'People tap their name first. The pad shows all names.',
};

const lengths = Array.from({ length: pinLengthRange.max - pinLengthRange.min + 1 }, (_, at) => {
  const digits = String(pinLengthRange.min + at);
  return { id: digits, label: `${digits} digits` };
});

/** What a change means is shown before it is saved. */
export function PinFields({ form }: { form: Form<OrganizationValues> }) {
  const isShort = Number(form.values.pinLength) < offlinePinLength;
  return (
    <FormRow>
      <Select
        label="Sign-in style"
        options={styles}
        value={form.values.signInStyle}
        onChange={(signInStyle) => form.set({ signInStyle })}
        hint={styleHints[form.values.signInStyle]}
        error={form.errors.signInStyle}
      />
      <Select
        label="PIN length"
        options={lengths}
        value={form.values.pinLength}
        onChange={(pinLength) => form.set({ pinLength })}
        hint={
          isShort
            ? `PINs with fewer than ${offlinePinLength} digits can’t be used offline.`
            : 'For new PINs. A PIN of another length works until its user has chosen a new one.'
        }
        error={form.errors.pinLength}
      />
    </FormRow>
  );
}

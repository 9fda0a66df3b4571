// The field for a PIN: shown in clear while it is set, never afterwards.
import { useState } from 'react';
import { suggestPin } from '../../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { sayFailure } from '../../../ui/admin/failure-notice.tsx';
import { useWork } from '../../../ui/admin/use-work.ts';
import { Button } from '../../../ui/button.tsx';
import { digitField } from '../../../ui/digit-field.ts';
import { Field } from '../../../ui/field.tsx';

export interface PinFieldProps {
  value: string;
  error: string | undefined;
  onChange: (pin: string) => void;
  /** How many digits the organization wants. */
  length: number;
  /** The user has a PIN that stays unless a new one is entered. */
  isSet: boolean;
}

function describeHint({ value, length, isSet }: PinFieldProps, generated: string): string {
  if (value !== '' && value === generated) {
    return 'Write it down or tell the user now: it can’t be shown again once it’s saved.';
  }
  if (value !== '') return `${length} digits. Tell the user: it can’t be shown again once it’s saved.`;
  return isSet ? `Leave it empty to keep the PIN. A new one has ${length} digits.` : `${length} digits.`;
}

/** Takes digits alone; "Generate PIN" asks the server for one that nobody has. */
export function PinField(props: PinFieldProps) {
  const { value, error, onChange, length, isSet } = props;
  const [generated, setGenerated] = useState('');
  const { busy, failure, run } = useWork();
  const generate = () =>
    run(async () => {
      const { pin } = await callSignedIn(suggestPin, {});
      setGenerated(pin);
      onChange(pin);
    });
  return (
    <Field
      label="PIN"
      name="pin"
      optional={!isSet}
      placeholder={isSet ? 'PIN is set' : undefined}
      value={value}
      {...digitField(onChange, length)}
      hint={describeHint(props, generated)}
      error={error ?? (failure ? sayFailure(failure) : undefined)}
      trailing={
        <Button variant="quiet" busy={busy} onClick={generate}>
          Generate PIN
        </Button>
      }
    />
  );
}

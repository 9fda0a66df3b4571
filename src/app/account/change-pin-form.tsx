// The form that changes one's own PIN from one's account, or sets the first one.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { changeOwnPin, type OwnPin, suggestOwnPin } from '../../contract/endpoints/own-pin.ts';
import type { Session } from '../../contract/endpoints/session.ts';
import { findPinWeakness } from '../../contract/pin-rules.ts';
import { pinLengthRange } from '../../contract/tablet-fields.ts';
import { ownPinQuery } from '../auth/account-query.ts';
import { callSignedIn, renewSession } from '../auth/account-session.ts';
import { queryClient } from '../auth/server-state.tsx';
import { withStepUp } from '../auth/step-up.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { type FieldErrors, useForm } from '../ui/admin/use-form.ts';
import { useWork } from '../ui/admin/use-work.ts';
import { Button } from '../ui/button.tsx';
import { digitField } from '../ui/digit-field.ts';
import { FormActions, FormRow, FormStack } from '../ui/form-layout.tsx';
import { Notice } from '../ui/notice.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { Progress } from '../ui/spinner.tsx';

const blank = { currentPin: '', password: '', newPin: '', repeated: '' };

function checkPins({ hasPin, pinLength }: OwnPin, values: typeof blank): FieldErrors {
  const weakness = findPinWeakness(values.newPin, pinLength)?.replace(/, or let.*$/, '.');
  return {
    ...(hasPin && values.currentPin === '' && { currentPin: 'Enter your current PIN.' }),
    ...(!hasPin && values.password === '' && { password: 'Enter your password.' }),
    ...(weakness && { newPin: weakness }),
    ...(!weakness &&
      values.repeated !== values.newPin && {
        repeated: 'The PINs don’t match. Enter both again.',
      }),
  };
}

function PinForm({ own }: { own: OwnPin }) {
  const [done, setDone] = useState(false);
  const [generated, setGenerated] = useState('');
  const generation = useWork();
  const { hasPin, pinLength } = own;
  const form = useForm({
    initial: blank,
    check: (values) => checkPins(own, values),
    async send({ currentPin, password, newPin }) {
      setDone(false);
      const body = hasPin ? { currentPin, newPin } : { password, newPin };
      renewSession(await withStepUp(() => callSignedIn(changeOwnPin, { body })));
      form.set(blank);
      setGenerated('');
      setDone(true);
      void queryClient.invalidateQueries({ queryKey: ownPinQuery.queryKey });
    },
  });
  const pinField = (name: 'currentPin' | 'newPin' | 'repeated') => ({
    ...form.field(name),
    ...digitField((typed) => form.set({ [name]: typed }), pinLengthRange.max),
    required: true,
  });
  const generate = () =>
    generation.run(async () => {
      const { pin } = await callSignedIn(suggestOwnPin, {});
      setGenerated(pin);
      form.set({ newPin: pin, repeated: pin });
    });
  return (
    <form {...form.props}>
      <FormStack>
        {done && (
          <Notice tone="success" title="PIN changed">
            If you were signed in on a tablet, you’re signed out there.
          </Notice>
        )}
        <FailureNotice failure={form.failure} onRetry={form.submit} />
        {hasPin ? (
          <PasswordField label="Current PIN" {...pinField('currentPin')} />
        ) : (
          <PasswordField
            label="Your password"
            hint="You have no PIN yet. Set one to sign in on shared tablets."
            autoComplete="current-password"
            required
            {...form.field('password')}
          />
        )}
        <FormRow>
          <PasswordField
            label="New PIN"
            hint={`${pinLength} digits. Avoid repeats, sequences and dates.`}
            {...pinField('newPin')}
          />
          <PasswordField label="New PIN again" {...pinField('repeated')} />
        </FormRow>
        <FailureNotice failure={generation.failure} onRetry={generate} />
        {generated !== '' && form.values.newPin === generated && (
          <Notice tone="info" title={`Your new PIN is ${generated}`}>
            Remember it: it’s shown only now. It works once you save it.
          </Notice>
        )}
        <FormActions>
          <Button busy={generation.busy} onClick={generate}>
            Generate PIN
          </Button>
          <Button variant="primary" type="submit" busy={form.busy}>
            {hasPin ? 'Change PIN' : 'Set PIN'}
          </Button>
        </FormActions>
      </FormStack>
    </form>
  );
}

/** Asks for the PIN that one has, or for the password where there is none. */
export function ChangePinForm({ session }: { session: Session }) {
  const { data, error, isPending, refetch } = useQuery(ownPinQuery);
  if (session.mustChange) return null;
  return (
    <>
      <FailureNotice failure={error} onRetry={() => void refetch()} />
      {isPending && <Progress label="Loading…" />}
      {data?.pinDisabled && (
        <Notice tone="warning" title="Your PIN is disabled">
          Too many wrong tries. Ask a manager for a new PIN.
        </Notice>
      )}
      {data && !data.pinDisabled && <PinForm own={data} />}
    </>
  );
}

// A PIN or password that was just made: shown once, to copy, print or tell.
import { useState } from 'react';
import { pinLengthRange } from '../../../../contract/fields.ts';
import { Dialog } from '../../../ui/admin/dialog.tsx';
import { Moment } from '../../../ui/admin/moment.tsx';
import { Button } from '../../../ui/button.tsx';
import { FormActions } from '../../../ui/form-layout.tsx';
import type { ShownOnce } from '../user-outcome.ts';
import './shown-once.css';
import { sayPerson } from '../say-person.ts';

export interface ShownOnceDialogProps {
  shown: ShownOnce;
  onPrint: () => void;
  onClose: () => void;
}

interface SecretProps {
  label: string;
  text: string;
  /** When it stops working, if nobody has used it by then. */
  end: string | null;
}

/** A text to copy, with when it ends. */
export function Secret({ label, text, end }: SecretProps) {
  const [state, setState] = useState<'fresh' | 'copied' | 'refused'>('fresh');
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('refused'),
    );
  return (
    <div className="fk-once">
      <div className="fk-once-body">
        <p className="fk-field-label">{label}</p>
        <p className={text.length > pinLengthRange.max ? 'fk-once-text fk-once-long' : 'fk-once-text'}>
          {text}
        </p>
        {end && (
          <p className="fk-list-detail">
            Works until <Moment at={end} />
          </p>
        )}
      </div>
      <Button onClick={() => void copy()}>{state === 'copied' ? 'Copied' : 'Copy'}</Button>
      <p className="fk-unseen" role="status">
        {state === 'copied' && 'Copied'}
      </p>
      {state === 'refused' && (
        <p className="fk-once-refused">This browser doesn’t allow copying. Select the text instead.</p>
      )}
    </div>
  );
}

/** Is open for as long as it stands. */
export function ShownOnceDialog({ shown, onPrint, onClose }: ShownOnceDialogProps) {
  const { user, pin, password } = shown;
  const what = pin === undefined ? 'password' : password === undefined ? 'PIN' : 'PIN and password';
  return (
    <Dialog isOpen onClose={onClose} title={`New ${what} for ${sayPerson(user)}`} width="narrow">
      <p>
        Write it down, print it or tell them now: it won’t be shown again. <bdi>{user.name}</bdi> changes it
        at the first sign-in.
      </p>
      {pin !== undefined && <Secret label="Temporary PIN" text={pin} end={user.pinExpiresAt} />}
      {password !== undefined && (
        <Secret label="Password for the first sign-in" text={password} end={user.passwordExpiresAt} />
      )}
      <FormActions>
        <Button onClick={onPrint}>Print card</Button>
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      </FormActions>
    </Dialog>
  );
}

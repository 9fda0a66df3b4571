// Giving one person a new PIN at a tablet: the password, then the PIN in large digits, shown once.
import { type FormEvent, useState } from 'react';
import { answerPinRequest, type PinRequest } from '../../../contract/endpoints/pin-requests.ts';
import { ApiProblem, callDevice } from '../../tablet/api.ts';
import { Button } from '../../ui/button.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { describeRefusal } from '../pin-refusal.ts';

function GivenPin({ name, pin, onClose }: { name: string; pin: string; onClose: () => void }) {
  return (
    <div className="fk-given" role="status">
      <p>
        New PIN for <bdi>{name}</bdi>
      </p>
      <p className="fk-given-pin">{pin}</p>
      <p>Tell only them. It’s shown once: they enter it on a tablet, then choose their own.</p>
      <Button variant="primary" size="large" onClick={onClose}>
        Done
      </Button>
    </div>
  );
}

/** The password is asked for each time: a PIN alone must not be enough to get somebody else's. */
export function AnswerStep({ request, onClose }: { request: PinRequest; onClose: () => void }) {
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [pin, setPin] = useState<string | null>(null);
  const { id: requestId, user } = request;
  if (pin !== null) return <GivenPin name={user.name} pin={pin} onClose={onClose} />;

  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailure(null);
    try {
      const body = password === '' ? {} : { password };
      const answered = await callDevice(answerPinRequest, { params: { requestId }, body });
      setPin(answered.pin);
    } catch (error) {
      setFailure(error);
    }
    setPassword('');
    setBusy(false);
  };
  const atField = failure instanceof ApiProblem ? failure.errors.password : undefined;
  const told = failure && !atField ? describeRefusal(failure) : null;
  return (
    <form className="fk-answer" onSubmit={(event) => void send(event)} noValidate>
      <p>
        <bdi>{user.name}</bdi>
        {user.apart && (
          <>
            {' '}
            (<bdi>{user.apart}</bdi>)
          </>
        )}{' '}
        gets a temporary PIN. Their current PIN stops working.
      </p>
      <PasswordField
        label="Your password"
        autoComplete="off"
        autoFocus
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={atField}
      />
      {told && (
        <p className="fk-pad-refused" role="alert">
          {told.title}. {told.advice}
        </p>
      )}
      <div className="fk-forgotten-actions">
        <Button size="large" onClick={onClose} disabled={busy}>
          Cancel
        </Button>
        <Button variant="primary" size="large" type="submit" busy={busy}>
          Give a new PIN
        </Button>
      </div>
    </form>
  );
}

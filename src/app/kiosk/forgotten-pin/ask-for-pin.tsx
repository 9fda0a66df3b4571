// "Forgot your PIN?" at the pad: pick your name, confirm, and a manager is told.
import { useEffect, useState } from 'react';
import type { RosterUser } from '../../../contract/endpoints/device.ts';
import { requestPin } from '../../../contract/endpoints/pin-requests.ts';
import { callDevice, isProblem } from '../../tablet/api.ts';
import { useDeviceState } from '../../tablet/device-state.ts';
import { Button } from '../../ui/button.tsx';
import { useIdle } from '../../ui/idle.ts';
import { useEscape } from '../../ui/use-escape.ts';
import { NameChoice } from '../name-choice.tsx';
import { describeRefusal } from '../pin-refusal.ts';
import './ask-for-pin.css';

const backAfter = 30_000;

interface AskForPinProps {
  /** Who has tapped their name already. */
  person: RosterUser | undefined;
  onClose: () => void;
}

function describeFailure(error: unknown): string {
  if (isProblem(error, 'too_many_attempts')) {
    return `Too many requests from this tablet. Tell a manager in person. ${error.detail}`;
  }
  const { title, advice } = describeRefusal(error);
  return `${title}. ${advice.replace('Your PIN was not checked. ', '')}`;
}

/** Gives nobody anything: whoever answers sees the person. It goes back to the pad by itself. */
export default function AskForPin({ person, onClose }: AskForPinProps) {
  const users = useDeviceState((state) => state.users);
  const [chosen, setChosen] = useState(person);
  const [state, setState] = useState<'asking' | 'sending' | 'sent'>('asking');
  const [failure, setFailure] = useState('');
  useIdle({ after: backAfter, onIdle: onClose });
  useEscape(onClose);
  const place = chosen ? state : 'names';
  // biome-ignore lint/correctness/useExhaustiveDependencies: the heading gets the focus when another step comes up, not at every pull.
  useEffect(() => document.querySelector<HTMLElement>('.fk-ask h2')?.focus(), [place]);

  const send = async (userId: string) => {
    setState('sending');
    setFailure('');
    try {
      await callDevice(requestPin, { body: { userId } });
      setState('sent');
    } catch (error) {
      setFailure(describeFailure(error));
      setState('asking');
    }
  };
  const back = (
    <Button size="large" onClick={onClose}>
      Back to the PIN pad
    </Button>
  );
  if (!chosen) {
    return (
      <section className="fk-ask fk-ask-names">
        <h2 tabIndex={-1}>Forgot your PIN?</h2>
        <NameChoice users={users} onChoose={(id) => setChosen(users.find((user) => user.id === id))} />
        <div className="fk-ask-actions">{back}</div>
      </section>
    );
  }
  return (
    <section className="fk-ask" aria-live="polite">
      <h2 tabIndex={-1}>{state === 'sent' ? 'Request sent' : 'Forgot your PIN?'}</h2>
      <p className="fk-ask-name">
        <bdi>{chosen.name}</bdi>
        {chosen.apart && (
          <>
            {' '}
            · <bdi>{chosen.apart}</bdi>
          </>
        )}
      </p>
      {state === 'sent' ? (
        <p>A manager will give you a temporary PIN. Enter it here, then choose your own.</p>
      ) : (
        <p>We’ll ask a manager for a new PIN. Your current PIN works until then.</p>
      )}
      {failure && (
        <p className="fk-pad-refused" role="alert">
          {failure}
        </p>
      )}
      <div className="fk-ask-actions">
        {back}
        {state !== 'sent' && (
          <Button
            variant="primary"
            size="large"
            busy={state === 'sending'}
            onClick={() => void send(chosen.id)}
          >
            Ask for a new PIN
          </Button>
        )}
      </div>
    </section>
  );
}

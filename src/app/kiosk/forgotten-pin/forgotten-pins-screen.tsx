// The list of those who wait for a new PIN, at a tablet: with one's password each of them gets one, shown once.
import { useState } from 'react';
import { dismissPinRequest, type PinRequest } from '../../../contract/endpoints/pin-requests.ts';
import { callDevice } from '../../tablet/api.ts';
import { Button } from '../../ui/button.tsx';
import { useEscape } from '../../ui/use-escape.ts';
import { formatMoment } from '../format-moment.ts';
import { describeRefusal } from '../pin-refusal.ts';
import { AnswerStep } from './answer-step.tsx';
import { useForgottenPins } from './forgotten-pins-list.ts';
import './forgotten-pins.css';

/** Puts a failure into the words of this screen. */
function describe(error: unknown): string {
  const { title, advice } = describeRefusal(error);
  return `${title}. ${advice.replace('Your PIN was not checked. ', '')}`;
}

interface RequestRowProps {
  request: PinRequest;
  onAnswer: () => void;
  onDismiss: () => void;
}

function RequestRow({ request, onAnswer, onDismiss }: RequestRowProps) {
  const { user, device, requestedAt, answerable } = request;
  return (
    <li className="fk-forgotten-row">
      <div>
        <p className="fk-forgotten-name">
          <bdi>{user.name}</bdi>
          {user.apart && (
            <>
              {' · '}
              <bdi>{user.apart}</bdi>
            </>
          )}
        </p>
        <p className="fk-forgotten-when">
          Asked at {formatMoment(Date.parse(requestedAt))}
          {device && (
            <>
              {' '}
              on <bdi>{device.name}</bdi>
            </>
          )}
          {!answerable && ' · may do more than you'}
        </p>
      </div>
      <div className="fk-forgotten-actions">
        <Button size="large" onClick={onDismiss}>
          Dismiss
        </Button>
        {answerable && (
          <Button variant="primary" size="large" onClick={onAnswer}>
            Give a new PIN
          </Button>
        )}
      </div>
    </li>
  );
}

/** Opened from home. */
export default function ForgottenPinsScreen({ onClose }: { onClose: () => void }) {
  const { requests, failure, reload } = useForgottenPins();
  const [answering, setAnswering] = useState<PinRequest | null>(null);
  const [refused, setRefused] = useState<unknown>(null);
  const dismiss = async ({ id: requestId }: PinRequest) => {
    setRefused(null);
    await callDevice(dismissPinRequest, { params: { requestId } }).catch(setRefused);
    await reload();
  };
  // What was typed, or is shown only once, is left by its own buttons.
  useEscape(answering ? undefined : onClose);
  const problem = refused ?? failure;
  return (
    <section className="fk-forgotten">
      <h1 className="fk-forgotten-title" tabIndex={-1}>
        Forgotten PINs
      </h1>
      {answering ? (
        <AnswerStep
          request={answering}
          onClose={() => {
            setAnswering(null);
            void reload();
          }}
        />
      ) : (
        <>
          {problem !== null && (
            <p className="fk-pad-refused" role="alert">
              {describe(problem)}
            </p>
          )}
          {requests?.length === 0 && <p>No more requests.</p>}
          <ul className="fk-forgotten-list">
            {requests?.map((request) => (
              <RequestRow
                key={request.id}
                request={request}
                onAnswer={() => setAnswering(request)}
                onDismiss={() => void dismiss(request)}
              />
            ))}
          </ul>
          <div>
            <Button size="large" onClick={onClose}>
              Back
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

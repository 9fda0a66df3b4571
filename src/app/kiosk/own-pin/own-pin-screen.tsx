// "Choose your new PIN" and "Change PIN": the pad with the rules of a good PIN beside it.
import type { Session } from '../../../contract/endpoints/session.ts';
import { useDeviceState } from '../../tablet/device-state.ts';
import { Button } from '../../ui/button.tsx';
import { useEscape } from '../../ui/use-escape.ts';
import { ConnectionLine } from '../connection-line.tsx';
import { PadRefusal } from '../pad-refusal.tsx';
import { readPinLengths } from '../pin-lengths.ts';
import { PinPad } from '../pin-pad.tsx';
import type { PinRefusal } from '../pin-refusal.ts';
import { type OwnPinStep, useOwnPinSteps } from './own-pin-steps.ts';
import './own-pin.css';

const prompts: Record<OwnPinStep, string> = {
  current: 'Enter your current PIN',
  new: 'Tap your new PIN',
  again: 'Tap the new PIN again',
};

function sayReason(change: NonNullable<Session['pinChange']>, pinLength: number): string {
  if (change === 'temporary') return 'You used a temporary PIN. Choose your own.';
  if (change === 'length') return `PINs have ${pinLength} digits now. Choose a new one.`;
  return 'A tablet that knew your PIN is no longer in use. Choose a new PIN to be safe.';
}

interface StepMessageProps {
  step: OwnPinStep;
  prompt: string;
  busy: boolean;
  refusal: PinRefusal | null;
  onPauseEnd: () => void;
}

function StepMessage({ step, prompt, busy, refusal, onPauseEnd }: StepMessageProps) {
  const online = useDeviceState(({ connection }) => connection.online);
  if (busy) return <p className="fk-pad-checking">{step === 'current' ? 'Checking…' : 'Saving…'}</p>;
  if (!online && (!refusal || (refusal.wrong && !refusal.pause))) {
    return (
      <div className="fk-pad-message">
        <ConnectionLine />
        <p>You can change your PIN when the connection is back.</p>
      </div>
    );
  }
  if (!refusal) return <p className="fk-pad-prompt">{prompt}</p>;
  return <PadRefusal refusal={refusal} onPauseEnd={onPauseEnd} />;
}

interface OwnPinScreenProps {
  session: Session;
  onCancel: () => void;
  onDone: () => void;
}

/** Without a way back where the PIN must be changed: then "Lock" is the other way out. */
export default function OwnPinScreen({ session, onCancel, onDone }: OwnPinScreenProps) {
  const policy = useDeviceState((state) => state.policy);
  const online = useDeviceState(({ connection }) => connection.online);
  const mustChange = session.mustChange === 'pin';
  const pinLength = policy?.pinLength ?? 6;
  const { step, busy, refusal, shakeKey, generated, take, forget, generate, chooseOwn } = useOwnPinSteps(
    mustChange,
    pinLength,
    onDone,
  );
  useEscape(mustChange || busy ? undefined : onCancel);
  const prompt = generated === null ? prompts[step] : 'Tap the PIN shown here';
  return (
    <section className="fk-pad fk-own-pin">
      <div className="fk-own-pin-head">
        <h1 className="fk-own-pin-title" tabIndex={-1}>
          {mustChange ? 'Choose your new PIN' : 'Change PIN'}
        </h1>
        <p className="fk-own-pin-who">
          <bdi>{session.user.name}</bdi>
        </p>
      </div>
      {generated === null ? (
        <p className="fk-own-pin-rules">
          {session.pinChange && `${sayReason(session.pinChange, pinLength)} `}
          {pinLength} digits. Avoid repeats ({'1'.repeat(pinLength)}), sequences (
          {'12345678'.slice(0, pinLength)}) and dates.
        </p>
      ) : (
        <p className="fk-own-pin-rules">
          Your new PIN is <strong className="fk-own-pin-made">{generated}</strong> Remember it: it’s shown
          only now. It works once you have tapped it.
        </p>
      )}
      <PinPad
        lengths={step === 'current' ? readPinLengths(policy) : [pinLength]}
        busy={busy}
        disabled={!online || refusal?.pause != null}
        step={step}
        shakeKey={shakeKey}
        onComplete={take}
        message={
          <StepMessage step={step} prompt={prompt} busy={busy} refusal={refusal} onPauseEnd={forget} />
        }
      />
      <footer className="fk-pad-foot">
        {generated !== null ? (
          <Button onClick={chooseOwn} disabled={busy}>
            Choose your own
          </Button>
        ) : (
          step !== 'current' && (
            <Button onClick={() => void generate()} disabled={busy || !online}>
              Generate PIN
            </Button>
          )
        )}
        {!mustChange && (
          <Button onClick={onCancel} disabled={busy}>
            Cancel
          </Button>
        )}
      </footer>
    </section>
  );
}

// The words under the dots for a PIN that was refused, with the time that the pad stays closed.
import { serverNow } from '../tablet/device-state.ts';
import { Countdown } from '../ui/countdown.tsx';
import type { PinRefusal } from './pin-refusal.ts';

/** `onPauseEnd`: the pad takes PINs again. */
export function PadRefusal({ refusal, onPauseEnd }: { refusal: PinRefusal; onPauseEnd: () => void }) {
  const { title, advice, pause } = refusal;
  return (
    <div className="fk-pad-message">
      <p className="fk-pad-refused">{title}</p>
      <p>{advice}</p>
      {pause && (
        <Countdown label={advice} until={pause.until} total={pause.span} now={serverNow} onEnd={onPauseEnd} />
      )}
    </div>
  );
}

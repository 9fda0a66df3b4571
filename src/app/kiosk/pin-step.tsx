// The PIN pad with all that can happen on it: checking, refusals, pauses, no connection.
import { useCallback, useState } from 'react';
import type { RosterUser } from '../../contract/endpoints/device.ts';
import { useDeviceState } from '../tablet/device-state.ts';
import { useUpdateWhenIdle } from '../tablet/pad-update.ts';
import { Button } from '../ui/button.tsx';
import { useIdle } from '../ui/idle.ts';
import { useEscape } from '../ui/use-escape.ts';
import { loadHome } from './home/load-home.ts';
import { useOfflineWay } from './offline-way.ts';
import { PadMessage } from './pad-message.tsx';
import { PinPad } from './pin-pad.tsx';
import { usePinSignIn } from './pin-sign-in.ts';
import { useSecondTapGuard } from './second-tap.ts';

const backAfter = 30_000;

interface PinStepProps {
  /** Whose PIN it is, where the organization signs in by name, then PIN. */
  person: RosterUser | undefined;
  /** How many digits a PIN may have, shortest first. */
  pinLengths: readonly number[];
  /** Goes back to the names. */
  onBack: () => void;
}

/** Takes a PIN and sends it; the pad is closed while nobody could check one. */
export function PinStep({ person, pinLengths, onBack }: PinStepProps) {
  const online = useDeviceState(({ connection }) => connection.online);
  const { open: offlineOpen } = useOfflineWay();
  const { busy, refusal, shakeKey, send, forget } = usePinSignIn(person?.id);
  const [count, setCount] = useState(0);
  const [touched, setTouched] = useState(false);
  const guard = useSecondTapGuard();
  const paused = refusal?.pause != null;
  const closed = !(online || (offlineOpen && person));
  const noteCount = useCallback((digits: number) => {
    setCount(digits);
    if (digits === 0) return;
    setTouched(true);
    loadHome().catch(() => undefined);
  }, []);
  // Whoever has tapped their name is about to type.
  useUpdateWhenIdle(!person && count === 0 && !busy && !paused);
  useEscape(person && !busy ? onBack : undefined);
  useIdle({
    after: backAfter,
    onIdle() {
      if (person && !busy && !paused) onBack();
    },
  });

  return (
    <section className="fk-pin-step" ref={guard}>
      {person && (
        <div className="fk-pin-person">
          <p className="fk-pin-person-name">
            <bdi>{person.name}</bdi>
            {person.apart && (
              <>
                {' '}
                · <bdi>{person.apart}</bdi>
              </>
            )}
          </p>
          <Button onClick={onBack}>Not you?</Button>
        </div>
      )}
      <PinPad
        lengths={pinLengths}
        busy={busy}
        disabled={paused || closed}
        shakeKey={shakeKey}
        onComplete={send}
        onCount={noteCount}
        message={
          <PadMessage
            refusal={refusal}
            closed={closed}
            busy={busy}
            fresh={!touched}
            several={pinLengths.length > 1}
            onPauseEnd={forget}
          />
        }
      />
    </section>
  );
}

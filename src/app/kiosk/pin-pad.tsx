// The PIN pad: ten digits, "Delete", and "OK" where PINs differ in length; dots for what has been typed, and room for one message.
import { type KeyboardEvent as KeyPress, type ReactNode, useEffect, useRef, useState } from 'react';
import { DeleteIcon } from '../ui/pad-icons.tsx';
import { usePinEntry } from './pin-entry.ts';
import { usePadKeys } from './pin-keys.ts';
import './pin-pad.css';

export interface PinPadProps {
  /** How many digits a PIN may have, shortest first. With more than one length there is a key "OK". */
  lengths: readonly number[];
  /** The PIN is being checked: presses are ignored, the dots stay full; when it ends, the pad is empty again. */
  busy?: boolean | undefined;
  /** The pad is closed, during a pause for instance; what was typed is dropped. */
  disabled?: boolean | undefined;
  /** Gets the PIN, once: on the press of the last digit that it can have, or of "OK" before that. */
  onComplete: (pin: string) => void;
  /** What happened or what to do, under the dots; its place is kept when there is none. */
  message?: ReactNode;
  /** Each change shakes the dots and empties the pad. */
  shakeKey?: number | undefined;
  /** Each change empties the pad: another PIN is asked for. */
  step?: string | undefined;
  /** Gets how many digits stand there, whenever that changes. */
  onCount?: ((count: number) => void) | undefined;
}

const digitKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Enter held down on a focused key would click it again and again. */
function stopRepeat(event: KeyPress) {
  if (event.repeat) event.preventDefault();
}

/**
 * A pad for fingers. Keys answer when they go down, each finger for itself; a click counts only where no pointer
 * went before it (Enter, Space, a screen reader). There is no input element, so no system keyboard comes up.
 */
export function PinPad({
  lengths,
  busy = false,
  disabled = false,
  onComplete,
  message,
  shakeKey,
  step = '',
  onCount,
}: PinPadProps) {
  const pad = useRef<HTMLDivElement>(null);
  const clicksToSkip = useRef(new Set<string>());
  const [firstShakeKey] = useState(shakeKey);
  const shaken = shakeKey !== firstShakeKey;
  const entryKey = `${step} ${shakeKey}`;
  const { count, press } = usePinEntry({ lengths, busy, disabled, onComplete, entryKey });
  const longest = Math.max(...lengths);
  const shortest = Math.min(...lengths);
  const several = longest > shortest;
  useEffect(() => onCount?.(count), [count, onCount]);

  const show = (key: string, down: boolean) =>
    pad.current
      ?.querySelector(`[data-key="${key}"]`)
      ?.toggleAttribute('data-down', down && !busy && !disabled);
  const strike = (key: string) => {
    show(key, true);
    press(key);
  };
  usePadKeys(strike, (key) => show(key, false));

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own layout and legend.
    <div
      className="fk-pin"
      role="group"
      aria-label="PIN pad"
      aria-busy={busy}
      data-disabled={disabled || undefined}
    >
      <div
        key={shakeKey}
        className={`fk-pin-dots${shaken ? ' fk-pin-shaken' : ''}${busy ? ' fk-pin-busy' : ''}`}
        aria-hidden="true"
      >
        {Array.from({ length: longest }, (_, place) => String(place)).map((place) => (
          <span
            key={place}
            className="fk-pin-dot"
            data-full={Number(place) < count || undefined}
            data-more={Number(place) >= shortest || undefined}
          />
        ))}
      </div>
      <p className="fk-unseen" role="status">
        {count > 0 ? (several ? `Digits: ${count}` : `${count} of ${longest} digits`) : ''}
      </p>
      <div className="fk-pin-message" aria-live="polite">
        {message}
      </div>
      <div className="fk-pin-keys" ref={pad}>
        {[...digitKeys, ...(several ? ['OK'] : []), '0', 'Delete'].map((key) => (
          <button
            key={key}
            type="button"
            className="fk-pin-key"
            data-key={key}
            disabled={disabled || (key === 'OK' && !lengths.includes(count))}
            onPointerDown={(event) => {
              if (event.button !== 0) return;
              clicksToSkip.current.add(key);
              strike(key);
            }}
            onPointerUp={() => show(key, false)}
            onPointerCancel={() => show(key, false)}
            onPointerLeave={() => show(key, false)}
            onMouseDown={(event) => event.preventDefault()}
            onContextMenu={(event) => event.preventDefault()}
            onKeyDown={stopRepeat}
            onClick={(event) => {
              const byPointer = clicksToSkip.current.delete(key) && event.detail > 0;
              if (!byPointer) press(key);
            }}
          >
            {key === 'Delete' ? (
              <>
                <DeleteIcon size={30} />
                <span className="fk-pin-word">Delete</span>
              </>
            ) : (
              key
            )}
          </button>
        ))}
      </div>
    </div>
  );
}

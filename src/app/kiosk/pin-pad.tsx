// The PIN pad: ten digits and "Delete", dots for what has been typed, and room for one message.
import { type KeyboardEvent as KeyPress, type ReactNode, useEffect, useRef, useState } from 'react';
import { DeleteIcon } from '../ui/icons.tsx';
import { usePinEntry } from './pin-entry.ts';
import { usePadKeys } from './pin-keys.ts';
import './pin-pad.css';

export interface PinPadProps {
  /** How many digits a PIN has. */
  length: number;
  /** The PIN is being checked: presses are ignored, the dots stay full; when it ends, the pad is empty again. */
  busy?: boolean | undefined;
  /** The pad is closed, during a pause for instance; what was typed is dropped. */
  disabled?: boolean | undefined;
  /** Gets the PIN, once, on the press of its last digit. */
  onComplete: (pin: string) => void;
  /** What happened or what to do, under the dots; its place is kept when there is none. */
  message?: ReactNode;
  /** Each change shakes the dots and empties the pad. */
  shakeKey?: number | undefined;
  /** Gets how many digits stand there, whenever that changes. */
  onCount?: ((count: number) => void) | undefined;
}

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', 'Delete'];

/** Enter held down on a focused key would click it again and again. */
function stopRepeat(event: KeyPress) {
  if (event.repeat) event.preventDefault();
}

/**
 * A pad for fingers. Keys answer when they go down, each finger for itself; a click counts only where no pointer
 * went before it (Enter, Space, a screen reader). There is no input element, so no system keyboard comes up.
 */
export function PinPad({
  length,
  busy = false,
  disabled = false,
  onComplete,
  message,
  shakeKey,
  onCount,
}: PinPadProps) {
  const pad = useRef<HTMLDivElement>(null);
  const clicksToSkip = useRef(new Set<string>());
  const [firstShakeKey] = useState(shakeKey);
  const shaken = shakeKey !== firstShakeKey;
  const { count, press } = usePinEntry({ length, busy, disabled, onComplete, shakeKey });
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
        {Array.from({ length }, (_, place) => String(place)).map((place) => (
          <span key={place} className="fk-pin-dot" data-full={Number(place) < count || undefined} />
        ))}
      </div>
      <p className="fk-unseen" role="status">
        {count > 0 ? `${count} of ${length} digits` : ''}
      </p>
      <div className="fk-pin-message" aria-live="polite">
        {message}
      </div>
      <div className="fk-pin-keys" ref={pad}>
        {keys.map((key) => (
          <button
            key={key}
            type="button"
            className="fk-pin-key"
            data-key={key}
            disabled={disabled}
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

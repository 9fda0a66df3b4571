// The countdown before a tablet that nobody touches locks itself.
import { useEffect, useRef } from 'react';
import { Button } from '../../ui/button.tsx';
import './lock-warning.css';

/** Lies over everything but "Lock"; a tap anywhere on it stays signed in. */
export function LockWarning({ secondsLeft, onStay }: { secondsLeft: number; onStay: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector('button')?.focus(), []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside is what keys and screen readers use.
    // biome-ignore lint/a11y/useKeyWithClickEvents: any key stays signed in, wherever the focus is.
    <div className="fk-lock-warning" onClick={onStay}>
      <div className="fk-lock-warning-box" role="alertdialog" aria-label="Are you still there?" ref={box}>
        <p className="fk-lock-warning-time" role="timer">
          {`Locking in ${secondsLeft}`}
        </p>
        <p className="fk-lock-warning-why">Nobody has touched this tablet for a while.</p>
        <Button variant="primary" size="large" wide>
          Stay signed in
        </Button>
      </div>
    </div>
  );
}

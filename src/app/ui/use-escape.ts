// Escape leaves a screen that was opened from another one.
import { useEffect, useRef } from 'react';

/** Calls back for Escape wherever the focus is. @param leave `undefined`: there is nowhere to go back to */
export function useEscape(leave: (() => void) | undefined): void {
  const latest = useRef(leave);
  useEffect(() => {
    latest.current = leave;
  });
  useEffect(() => {
    const heed = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing) latest.current?.();
    };
    window.addEventListener('keydown', heed);
    return () => window.removeEventListener('keydown', heed);
  }, []);
}

// Keeps the second half of a double tap on a name from typing a digit on the pad that just appeared under the finger.
import { useEffect, useRef } from 'react';

/** The longest gap between two taps of one intention, in milliseconds. */
const doubleTapMilliseconds = 350;

/** Put the ref on what just appeared: touches are kept from it for a moment. */
export function useSecondTapGuard() {
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = place.current;
    const appearedAt = performance.now();
    const keepOff = (event: MouseEvent) => {
      const isTouch = event instanceof PointerEvent && event.pointerType === 'touch';
      if (isTouch && performance.now() - appearedAt < doubleTapMilliseconds) event.stopPropagation();
    };
    element?.addEventListener('pointerdown', keepOff, true);
    element?.addEventListener('click', keepOff, true);
    return () => {
      element?.removeEventListener('pointerdown', keepOff, true);
      element?.removeEventListener('click', keepOff, true);
    };
  }, []);
  return place;
}

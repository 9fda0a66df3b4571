// Tells a double tap of a finger, for which not every browser fires `dblclick`.
import { type MouseEvent, useRef } from 'react';

/** The usual span of a double click, in milliseconds. */
const spanMilliseconds = 500;

const isControl = ({ target }: MouseEvent) =>
  target instanceof Element && target.closest('button, a, input, label') !== null;

/**
 * Watches the rows of a list.
 * @param onOpen called for two clicks or taps on the same row, away from its buttons; maybe twice for one double click
 */
export function useDoubleTap<T>(onOpen: ((row: T) => void) | undefined) {
  const last = useRef({ key: '', at: Number.NEGATIVE_INFINITY });
  return (row: T, key: string) => ({
    onClick(event: MouseEvent) {
      if (isControl(event)) return;
      const isSecond = last.current.key === key && event.timeStamp - last.current.at < spanMilliseconds;
      last.current = { key, at: isSecond ? Number.NEGATIVE_INFINITY : event.timeStamp };
      if (isSecond) onOpen?.(row);
    },
    // With a mouse, the person's own setting for the span counts.
    onDoubleClick(event: MouseEvent) {
      if (!isControl(event)) onOpen?.(row);
    },
  });
}

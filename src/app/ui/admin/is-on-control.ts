// A click on a row, which is none on the buttons, links and fields inside of it.
import type { MouseEvent, SyntheticEvent } from 'react';

/** Whether something was done to a button, link or field inside a row. */
export function isOnControl({ target }: SyntheticEvent): boolean {
  return target instanceof Element && target.closest('button, a, input, label') !== null;
}

/** Props of a row that a pointer can click, where a button in it does the same for everybody. */
export const clicked = (act: () => void) => ({
  onClick: (event: MouseEvent) => {
    if (!isOnControl(event)) act();
  },
});

// Puts the focus on the one field that a dialog is about.
import { type RefObject, useEffect, useRef } from 'react';

/**
 * Focuses an input once its dialog stands. The attribute `autofocus` comes too early: the dialog below would take the focus back.
 * @param wanted false: the focus stays with the dialog
 */
export function useFirstFocus(wanted = true): RefObject<HTMLInputElement | null> {
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (wanted) ref.current?.focus();
  }, [wanted]);
  return ref;
}

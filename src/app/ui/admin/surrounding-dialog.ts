// What a form tells the dialog around it, which asks before typed words are thrown away.
import { createContext } from 'react';

export interface FormState {
  /** Something was typed that is not saved. */
  isTyped: boolean;
  /** An answer is on its way. */
  isBusy: boolean;
}

/** `null` outside of such a dialog, and in the questions above it. */
export const SurroundingDialog = createContext<((state: FormState) => void) | null>(null);

// What a field takes that holds digits alone: those of every keyboard, script and input method.
import type { ChangeEvent, CompositionEvent, KeyboardEvent } from 'react';
import { readDigits, toDigits } from '../../contract/digits.ts';

/** The upper row of a French or Czech keyboard gives digits with Shift only. In a field that takes nothing else they are meant. */
function typeDigit(event: KeyboardEvent<HTMLInputElement>): void {
  const [, place] = /^Digit([0-9])$/.exec(event.code) ?? [];
  const isCommand = event.ctrlKey || event.altKey || event.metaKey || event.nativeEvent.isComposing;
  const isDigit = /^[0-9]$/.test(toDigits(event.key));
  if (!place || isCommand || isDigit || (event.key.length !== 1 && event.key !== 'Dead')) return;
  event.preventDefault();
  // Deprecated, and the one way that keeps the selection and what can be undone.
  document.execCommand('insertText', false, place);
}

/** Spread it on a `Field` or `PasswordField`. @param most so many digits are kept */
export function digitField(onChange: (digits: string) => void, most: number) {
  const put = (text: string) =>
    onChange(
      readDigits(text)
        .replace(/[^0-9]/g, '')
        .slice(0, most),
    );
  return {
    inputMode: 'numeric',
    autoComplete: 'off',
    onKeyDown: typeDigit,
    onChange(event: ChangeEvent<HTMLInputElement>) {
      // What an input method is still at must stay as it stands, or it comes twice.
      const isComposing = 'isComposing' in event.nativeEvent && event.nativeEvent.isComposing === true;
      if (isComposing) onChange(event.target.value);
      else put(event.target.value);
    },
    onCompositionEnd: (event: CompositionEvent<HTMLInputElement>) => put(event.currentTarget.value),
  } as const;
}

// Digits are digits: those of every script and width become 0 to 9 wherever a PIN or a code is taken.

const digit = /\p{Nd}/u;

/**
 * Writes every decimal digit as 0 to 9. Unicode keeps the digits of a script beside each other, in order from zero (UAX 44,
 * Numeric_Type; the stability policy), so the place in such a row of ten is the value.
 */
export function toDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (found) => {
    const point = found.codePointAt(0) ?? 0;
    let first = point;
    while (digit.test(String.fromCodePoint(first - 1))) first -= 1;
    return String((point - first) % 10);
  });
}

/** The digits of what was typed, pasted or read from a file, without the spaces and the unseen marks of direction in between. */
export function readDigits(text: string): string {
  return toDigits(text).replace(/[\s\p{Cf}]/gu, '');
}

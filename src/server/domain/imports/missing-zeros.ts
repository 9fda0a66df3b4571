// PINs whose zeros at the front a spreadsheet has dropped, since it took them for numbers.
import type { UserFileRow } from './read-user-file.ts';

/** With so many PINs, at least one has all its digits. */
const fewPins = 3;

/**
 * The rows whose PIN is too short for this reason, as far as can be told: every PIN of the file is a number that no zero
 * begins and that is not too long, and (where there are more than a few) not all of them are short, as PINs of another length would be.
 */
export function findMissingZeros(rows: readonly UserFileRow[], pinLength: number): ReadonlySet<number> {
  const withPin = rows.filter(({ cells }) => cells.pin !== '');
  const short = withPin.filter(({ cells }) => cells.pin.length < pinLength);
  const areNumbers = withPin.every(({ cells: { pin } }) => /^[1-9]\d*$/.test(pin) && pin.length <= pinLength);
  if (!areNumbers || (short.length === withPin.length && short.length > fewPins)) return new Set();
  return new Set(short.map(({ row }) => row));
}

/** Gives the PINs of these rows their zeros back. */
export function addZeros(
  rows: readonly UserFileRow[],
  missing: ReadonlySet<number>,
  pinLength: number,
): UserFileRow[] {
  return rows.map(({ row, cells }) => ({
    row,
    cells: missing.has(row) ? { ...cells, pin: cells.pin.padStart(pinLength, '0') } : cells,
  }));
}

/** What is wrong with such a PIN. */
export function sayMissingZeros(pinLength: number): string {
  return `Use exactly ${pinLength} digits. Spreadsheets drop zeros at the front: add them, or format the column as text and enter the PIN again.`;
}

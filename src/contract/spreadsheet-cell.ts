// Files for spreadsheets: what parts the cells, and text that a spreadsheet must not take for a formula or a number, also read back.
import * as z from 'zod/mini';

/** What parts the cells: a spreadsheet takes the one of its country for it, by the sign that decimals have there. */
export const separators = { comma: ',', semicolon: ';' } as const;
export type Separator = keyof typeof separators;
export const separatorSchema = z.optional(
  z.enum(['comma', 'semicolon'], { error: 'Choose comma or semicolon.' }),
);

/** Spreadsheets take a file for UTF-8 by it. */
export const byteOrderMark = '\uFEFF';

/**
 * Where a cell may begin: with the text itself, and behind what some spreadsheet parts cells by, whatever the file's own
 * delimiter is. White space and quotes before a formula don't keep it from being one. What may stand before a formula is
 * read at one go, also where none follows, so that no cell takes long.
 */
const formulas = /([;,\s"]+|^)('*[=+\-@＝＋－＠])?/gu;
const guarded = /([;,\s"]+|^)('('*[=+\-@＝＋－＠]))?/gu;

const beginsCell = (before: string, at: number) => at === 0 || /[;,\t\r\n]/.test(before);

/** A tab or line end at the very beginning, which some spreadsheets pass over. */
const hiddenStart = /^('*[\t\r\n])/;
const guardedStart = /^'('*[\t\r\n])/;

/** A whole cell that would lose digits as a number: zeros at its front, or those behind the eleventh. */
const digits = /^('*(?:0\d+|\d{12,}|\d+E\d+))$/i;
const guardedDigits = /^'('*(?:0\d+|\d{12,}|\d+E\d+))$/i;

/** Puts an apostrophe before everything that a spreadsheet could take for a formula (OWASP, "CSV Injection") or would shorten. */
export function guardCell(text: string): string {
  return text
    .replace(formulas, (found, before: string, formula: string | undefined, at: number) =>
      formula !== undefined && beginsCell(before, at) ? `${before}'${formula}` : found,
    )
    .replace(hiddenStart, "'$1")
    .replace(digits, "'$1");
}

/** The text that `guardCell` was given. */
export function withoutGuard(cell: string): string {
  return cell
    .replace(guardedDigits, '$1')
    .replace(guardedStart, '$1')
    .replace(
      guarded,
      (found, before: string, _: string | undefined, formula: string | undefined, at: number) =>
        formula !== undefined && beginsCell(before, at) ? before + formula : found,
    );
}

/** Lines as RFC 4180 has them, with every text guarded and in quotes where it needs them. */
export function writeLines(
  rows: readonly (readonly (string | number | null | undefined)[])[],
  separator: Separator = 'comma',
): string {
  const write = (value: string | number | null | undefined) => {
    const cell = typeof value === 'string' ? guardCell(value) : String(value ?? '');
    return /["\r\n,;\t]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  };
  return rows.map((row) => `${row.map(write).join(separators[separator])}\r\n`).join('');
}

// Cells for spreadsheets: text that a spreadsheet must not take for a formula, and the same text read back.

/**
 * Where a cell may begin: with the text itself, and behind what some languages of a spreadsheet part cells by, whatever
 * the file's own delimiter is. White space and quotes before a formula don't keep it from being one.
 */
const formulas = /((?:^|[;\t\r\n])[\s"]*)('*[=+\-@＝＋－＠])/gu;
const guarded = /((?:^|[;\t\r\n])[\s"]*)'('*[=+\-@＝＋－＠])/gu;

/** A tab or line end at the very beginning, which some spreadsheets pass over. */
const hiddenStart = /^('*[\t\r\n])/;
const guardedStart = /^'('*[\t\r\n])/;

/** Puts an apostrophe before everything that a spreadsheet could take for a formula (OWASP, "CSV Injection"). */
export function guardCell(text: string): string {
  return text.replaceAll(formulas, "$1'$2").replace(hiddenStart, "'$1");
}

/** The text that `guardCell` was given. */
export function withoutGuard(cell: string): string {
  return cell.replace(guardedStart, '$1').replaceAll(guarded, '$1$2');
}

/** How `csv-stringify` writes lines: as RFC 4180 has them, with every text guarded. */
export const spreadsheetForm = { record_delimiter: 'windows', cast: { string: guardCell } } as const;

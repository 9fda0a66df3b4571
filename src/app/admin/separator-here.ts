// What parts the cells of files that are saved here.
import type { Separator } from '../../contract/spreadsheet-cell.ts';

/**
 * What the spreadsheet on this machine most likely takes, by the decimal sign of its language. A line `sep=;` would tell any
 * of them, but Excel then takes the file for no UTF-8, and other programs take the line for a row.
 */
export function separatorHere(): Separator {
  return (1.1).toLocaleString().includes(',') ? 'semicolon' : 'comma';
}

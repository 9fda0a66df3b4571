// Tables as text: one that is sent to be checked, and one that can be saved.
import { byteOrderMark, writeLines } from '../../../../contract/spreadsheet-cell.ts';
import { separatorHere } from '../../separator-here.ts';

/** Cells as they are, for the server to read. */
export function writeTable(rows: readonly (readonly string[])[]): string {
  const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  return rows.map((row) => `${row.map(quote).join('\t')}\r\n`).join('');
}

/** Hands a table to the browser as a download that the spreadsheet on this machine opens. */
export function downloadTable(name: string, rows: readonly (readonly (string | number)[])[]): void {
  const text = byteOrderMark + writeLines(rows, separatorHere());
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

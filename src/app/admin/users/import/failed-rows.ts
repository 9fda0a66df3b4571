// The rows of a file that failed, as a file to correct and to import again.
import { withoutGuard } from '../../../../contract/spreadsheet-cell.ts';
import { userFileProblemNotes } from '../../../../contract/user-file.ts';
import type { CheckedFile } from './checked-file.ts';
import { downloadTable } from './table-text.ts';

/** The table: the titles of the file with the number of the row in front and what is wrong behind. */
export function tableOfFailed({ failed, problems, layout }: CheckedFile): (string | number)[][] {
  const titles = layout?.columns.map(({ title }) => title) ?? [];
  const [rowTitle, problemTitle] = userFileProblemNotes;
  const reasons = Map.groupBy(problems, ({ row }) => row);
  const lines = failed.map(({ row, cells }) => [
    row,
    // An export has guarded them, and the download guards them again.
    ...titles.map((_, place) => withoutGuard(cells[place] ?? '')),
    (reasons.get(row) ?? [])
      .map(({ column, message }) => (column ? `${column}: ${message}` : message))
      .join(' '),
  ]);
  return [[rowTitle, ...titles, problemTitle], ...lines];
}

/** Hands them to the browser as a download. */
export function downloadFailedRows(checked: CheckedFile): void {
  downloadTable('floorkey-rows-with-problems.csv', tableOfFailed(checked));
}

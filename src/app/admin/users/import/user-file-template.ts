// The template of a file of users, for spreadsheets to open.
import { userFileColumns } from '../../../../contract/user-file.ts';

const examples = [
  ['ana', 'Staff', 'Ana', 'Nagy', '', '', '', '', ''],
  ['ben', 'Manager', 'Ben', 'Okafor', 'ben@example.com', '+49 30 901820', '', '', 'de'],
];

const byteOrderMark = '\ufeff';

/** Titles and two rows to write over. The mark before them tells spreadsheets that the text is UTF-8. */
function makeTemplate(): Blob {
  const lines = [userFileColumns.map(({ title }) => title), ...examples].map((cells) => cells.join(','));
  return new Blob([`${byteOrderMark}${lines.join('\r\n')}\r\n`], { type: 'text/csv' });
}

/** Hands the template to the browser as a download. */
export function downloadTemplate(): void {
  const url = URL.createObjectURL(makeTemplate());
  const link = document.createElement('a');
  link.href = url;
  link.download = 'floorkey-people.csv';
  link.click();
  URL.revokeObjectURL(url);
}

// The template of a file of users, for spreadsheets to open.
import { userFileColumns } from '../../../../contract/user-file.ts';
import { downloadTable } from './table-text.ts';

const examples = [
  ['ana', 'Staff', 'Ana', 'Nagy', '', '', '', '', ''],
  ['ben', 'Manager', 'Ben', 'Okafor', 'ben@example.com', '+49 30 901820', '', '', 'de'],
];

/** Hands it to the browser as a download: titles, and two rows to write over. */
export function downloadTemplate(): void {
  downloadTable('floorkey-people.csv', [userFileColumns.map(({ title }) => title), ...examples]);
}

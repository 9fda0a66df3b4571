// Help: people from a file and into a file.
import { userFileRowsMost } from '../../../contract/user-file.ts';
import type { HelpTopic } from '../topic.ts';

export const files: HelpTopic = {
  id: 'import-and-export',
  title: 'Import and export',
  lead: `Up to ${userFileRowsMost.toLocaleString('en')} users at once from an Excel workbook or CSV file, and the list of users as a file.`,
  sections: [
    {
      title: 'Import',
      steps: [
        'Users → “Import” → “Download the template”. Open it in a spreadsheet and enter one user per row, 5 MB at most.',
        'Choose the workbook (.xlsx) or a CSV file, or paste the rows. Choose what happens to users whose username exists.',
        'Names look wrong: choose another “Encoding” until the rows below it look right.',
        'Titles of columns are known in several languages. Where one is not, choose what its column holds.',
        '“Add the zeros” gives PINs back the zeros that a spreadsheet dropped from their front. For other shortened numbers (4.93E+11), format the column as text and enter them again.',
        '“Download the rows with problems” is a file of them with the reasons. Correct it and import it.',
        '“Check the file” shows every problem with its row, or what will happen. Nothing is written yet.',
        '“Import” writes the rows one after another. PINs take the most time: about a minute for a few hundred. You can close the dialog; the result appears in Users.',
        'A row is left out only if something changed since the check, and the result names it. If the server restarts, the import continues by itself and adds nobody twice.',
        'Enter units by name, with | between them. If a name exists twice, add the units above it: Site / Hall, or / Hall for one at the top. Put a backslash before a | or / that belongs to a name.',
      ],
    },
    {
      title: 'Export',
      points: [
        'Users → “Export” saves the users that the list shows, with its filters.',
        'PINs and passwords are never included.',
        'Cells that a spreadsheet could mistake for a formula, or would shorten as a number, start with an apostrophe. Import removes it.',
      ],
    },
  ],
};

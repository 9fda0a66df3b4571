// Help: people from a file and into a file.
import { userFileRowsMost } from '../../../contract/user-file.ts';
import type { HelpTopic } from '../topic.ts';

export const files: HelpTopic = {
  id: 'import-and-export',
  title: 'Import and export',
  lead: `Up to ${userFileRowsMost.toLocaleString('en')} users at once from a CSV file, and the list of users as a file.`,
  sections: [
    {
      title: 'Import',
      steps: [
        'Users → “Import” → “Download the template”. Open it with a spreadsheet and write one person in each row, 5 MB at most.',
        'Save it as CSV (UTF-8), choose it and decide what happens to people whose username is there already.',
        '“Check the file” shows every problem with its row, or what will happen. Nothing is written yet.',
        '“Import” writes the rows one after another. PINs take the time: about a minute for a few hundred. You can close the dialog meanwhile; the list of users tells how it ends.',
        'A row is left out only if something changed since the check, and the end of the import names it. If the server restarts, the import continues by itself and adds nobody twice.',
        'Write units by name, with | between them. Where a name stands twice, write the ones above it, too: Site / Hall, or / Hall for one at the top. Before a | or / that belongs to a name put a backslash.',
      ],
    },
    {
      title: 'Export',
      points: [
        'Users → “Export” saves the people that the list shows, with the filters that are set.',
        'PINs and passwords are never in it: nobody can read them.',
        'Cells that a spreadsheet could take for a formula begin with an apostrophe.',
      ],
    },
  ],
};

// The file of rows that failed: to correct, and to import again.
import { expect, it } from 'vitest';
import { tableOfFailed } from '../../src/app/admin/users/import/failed-rows.ts';

it('has the rows as they were, with their numbers and every reason', () => {
  const layout = {
    titlesRow: 1,
    isKnown: true,
    columns: [
      { title: 'Benutzer', column: 'username' as const, samples: [] },
      { title: 'PIN', column: 'pin' as const, samples: [] },
    ],
  };
  const problems = [
    { row: 3, column: 'PIN', message: 'Too short.' },
    { row: 3, column: '', message: 'This is you.' },
    { row: 7, column: 'Username', message: 'Missing.' },
  ];
  const failed = [
    // As an export writes a username that a spreadsheet would take for a formula.
    { row: 3, cells: ["'@ana", '1'] },
    { row: 7, cells: [] },
  ];
  const checked = {
    ...{ import: null, rows: 2, counts: { added: 0, updated: 0, skipped: 0 }, sample: [], missingZeros: 0 },
    ...{ fileName: 'a.csv', request: { csv: '', existing: 'skip' as const, invite: false } },
    ...{ problemCount: 3, problems, failed, layout },
  };
  expect(tableOfFailed(checked)).toEqual([
    ['Row', 'Benutzer', 'PIN', 'Problem'],
    [3, '@ana', '1', 'PIN: Too short. This is you.'],
    [7, '', '', 'Username: Missing.'],
  ]);
});

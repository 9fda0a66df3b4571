// Files of people as spreadsheets, and people, write them.
import { beforeAll, expect, it } from 'vitest';
import { checkUserImport } from '../../src/contract/endpoints/user-imports.ts';
import { exportUsers } from '../../src/contract/endpoints/users.ts';
import { makeServer } from './harness/server-of-file.ts';
import { addUser, type Member, setUpOrganization } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
});

type Layout = { titlesRow: number; columns: ('username' | 'firstName' | 'pin' | null)[] };
const check = (csv: string, more: { layout?: Layout; addZeros?: true } = {}) =>
  owner.client.succeed(checkUserImport, { body: { csv, existing: 'skip', invite: false, ...more } });

/** Each holds one person, Zoë Zander, whose row is the last. */
const files: readonly (readonly [what: string, row: number, csv: string])[] = [
  ['semicolons', 2, 'Username;First name;Last name\r\nzoe;Zoë;Zander\r\n'],
  ['tabs, as they are pasted', 2, 'Username\tFirst name\tLast name\nzoe\tZoë\tZander'],
  ['the line sep=; that Excel writes', 2, 'sep=;\r\nUsername;First name;Last name\r\nzoe;Zoë;Zander\r\n'],
  ['a byte-order mark and the line sep=,', 2, '\ufeffSEP=,\nUsername,First name,Last name\nzoe,Zoë,Zander'],
  ['an empty first line', 3, '\r\nUsername;First name;Last name\r\nzoe;Zoë;Zander\r\n'],
  ['empty cells above the titles', 4, ';;\r\n;;\r\nUsername;First name;Last name\r\nzoe;Zoë;Zander\r\n'],
  [
    'a title of the table',
    3,
    'Staff, November 2026;;\r\nUsername;First name;Last name\r\nzoe;Zoë;Zander\r\n',
  ],
  ['line ends of CR alone', 2, 'Username,First name,Last name,Units\rzoe,Zoë,Zander,""\r'],
  ['CR alone with ; in a cell', 2, 'Username,First name,Last name,State\rzoe,Zoë,Zander,"a;b;c;d;e"\r'],
  ['line ends of several machines', 3, 'Username,First name,Last name\r\n\nzoe,Zoë,Zander\r'],
  [
    'a comma in quotes among semicolons',
    2,
    '"Username";"First name";"State";"Last name"\nzoe;Zoë;"a,b,c,d";Zander',
  ],
  [
    'a cell of many units among few columns',
    2,
    `Username,First name,Last name,State\nzoe,Zoë,Zander,${Array.from({ length: 50 }, (_, at) => at).join('|')}`,
  ],
  ['a line break in a title', 2, 'Username;"First\nname";Last name\nzoe;Zoë;Zander'],
  ['titles in another language', 2, 'Benutzername;Vorname;Nachname\nzoe;Zoë;Zander'],
  ['titles in capitals with accents left out', 2, "NOM D'UTILISATEUR;PRENOM;NOM\nzoe;Zoë;Zander"],
  ['an E-Mail and an Email', 2, 'Username;First name;Last name;E-Mail\nzoe;Zoë;Zander;'],
];

it.each(files)('takes %s', async (_what, row, csv) => {
  const checked = await check(csv);
  expect(checked.problems).toEqual([]);
  expect(checked.sample).toMatchObject([{ row, username: 'zoe', name: 'Zoë Zander' }]);
  expect(checked.layout).toMatchObject({ isKnown: true, titlesRow: csv.includes('\n\nzoe') ? 1 : row - 1 });
});

it('says which columns nobody knows, with what is in them, and takes what somebody says of them', async () => {
  const csv = 'Kürzel;Rufname;Schuhgröße\nzoe;Zoë;42\nyan;Yan;43\n';
  const first = await check(csv);
  expect(first.import).toBeNull();
  expect(first.layout).toEqual({
    titlesRow: 1,
    isKnown: false,
    columns: [
      { title: 'Kürzel', column: null, samples: ['zoe', 'yan'] },
      { title: 'Rufname', column: 'firstName', samples: ['Zoë', 'Yan'] },
      { title: 'Schuhgröße', column: null, samples: ['42', '43'] },
    ],
  });
  const second = await check(csv, { layout: { titlesRow: 1, columns: ['username', 'firstName', null] } });
  expect(second).toMatchObject({ problems: [], counts: { added: 2 }, layout: { isKnown: true } });
});

it('takes a file without titles, whose first row is a person', async () => {
  const layout: Layout = { titlesRow: 0, columns: ['username', 'firstName'] };
  const checked = await check('zoe,Zoë\nyan,Yan\n', { layout });
  expect(checked).toMatchObject({ problems: [], counts: { added: 2 } });
  expect(checked.sample.map(({ row }) => row)).toEqual([1, 2]);
});

it('says that a spreadsheet dropped zeros of PINs, and puts them back when asked to', async () => {
  const csv = 'Username,PIN\nzoe,74839\nyan,840372\nxia,9274\n';
  const checked = await check(csv);
  expect(checked.import).toBeNull();
  expect(checked.missingZeros).toBe(2);
  for (const { message } of checked.problems) expect(message).toContain('drop zeros at the front');
  const mended = await check(csv, { addZeros: true });
  expect(mended).toMatchObject({ problems: [], missingZeros: 0, counts: { added: 3 } });
});

it.each([
  ['a PIN has a zero at its front, so the column is text', 'Username,PIN\nzoe,74839\nyan,084037\n'],
  ['a PIN is too long', 'Username,PIN\nzoe,74839\nyan,8403721\n'],
  ['a PIN is no number', 'Username,PIN\nzoe,74839\nyan,84o372\n'],
  ['all of many PINs are short', 'Username,PIN\na,7483\nb,8403\nc,9274\nd,5926\n'],
])('does not think of dropped zeros where %s', async (_what, csv) => {
  expect((await check(csv)).missingZeros).toBe(0);
});

it.each([
  ['PIN', '1.23E+05'],
  ['PIN', '1,23E+05'],
  ['PIN', '840372.0'],
  ['Phone number', '4.93E+11'],
  ['Phone number', '4,93E+11'],
])('says of a %s like %s that the spreadsheet has shortened it', async (column, cell) => {
  const { problems } = await check(`Username;${column}\nzoe;${cell}`);
  expect(problems).toEqual([
    { row: 2, column, message: expect.stringContaining('The spreadsheet has shortened this number.') },
  ]);
});

it('hands the rows back that failed, as they were', async () => {
  const { failed } = await check('Username;Role\nzoe;Boss\nyan;\n;Staff\n');
  expect(failed).toEqual([
    { row: 2, cells: ['zoe', 'Boss'] },
    { row: 4, cells: ['', 'Staff'] },
  ]);
});

it('takes back a file of rows that failed, once they are right', async () => {
  const { problems, sample } = await check(
    'Row;Username;Role;Problem\n7;zoe;Staff;There is no role “Boss”.\n',
  );
  expect(problems).toEqual([]);
  expect(sample).toMatchObject([{ row: 2, username: 'zoe' }]);
});

it('exports with the separator that is asked for, zeros at the front kept, and takes that back', async () => {
  await addUser(owner.client, 'staff', { username: '007', firstName: 'James; B', lastName: '=Bond' });
  for (const [separator, mark] of [
    ['comma', ','],
    ['semicolon', ';'],
  ] as const) {
    const { body } = await owner.client.callRaw(exportUsers, { query: { separator } });
    expect(String(body)).toMatch(new RegExp(`^\ufeff?Username${mark}Role${mark}`));
    expect(String(body)).toContain(`'007${mark}Staff${mark}"James; B"${mark}'=Bond`);
    const again = await check(String(body));
    expect(again.problems).toEqual([]);
    expect(again.counts).toMatchObject({ added: 0, skipped: 2 });
  }
});

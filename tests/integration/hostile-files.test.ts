// Files of people that were made to break the server, or to keep it from everybody else.
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkUserImport } from '../../src/contract/endpoints/user-imports.ts';
import { userFileColumns } from '../../src/contract/user-file.ts';
import { readUserFile } from '../../src/server/domain/imports/read-user-file.ts';
import { makeServer } from './harness/server-of-file.ts';
import { type Member, setUpOrganization } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
});
beforeEach(async () => {
  await server.context.database.pool.query('delete from attempt_limits');
});

const check = (csv: string) =>
  owner.client.callRaw(checkUserImport, { body: { csv, existing: 'skip', invite: false } });

const titles = userFileColumns.map(({ title }) => title);
const oneRow = (column: string, cell: string) => `Username,${column}\r\nada,"${cell.replaceAll('"', '""')}"`;
const huge = 'x|'.repeat(2_400_000);

describe('a cell', () => {
  it.each(titles.slice(1))('of “%s” that is too long, or has a NUL in it, is named', async (title) => {
    for (const cell of ['x'.repeat(4_001), 'a\0b', '\0']) {
      const { status, body } = await check(oneRow(title, cell));
      expect(status).toBe(200);
      expect(body).toMatchObject({ import: null, problems: [{ row: 2, column: title }] });
    }
  });

  it.each(['a\0b', '\0'])('with the username %j is refused with its name', async (username) => {
    const { status, body } = await check(`Username,Email address\r\n${username},a\0@example.com`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      import: null,
      problems: [{ column: 'Username' }, { column: 'Email address' }],
    });
  });
});

describe('a file', () => {
  const files: Readonly<Record<string, string>> = {
    'of one cell with millions of units': oneRow('Units', huge),
    'of one title': huge,
    'of millions of titles': ','.repeat(4_900_000),
    'of millions of empty lines': '\n'.repeat(2_400_000),
    'of an endless quotation': `Username\r\n"${'x\n'.repeat(1_600_000)}`,
    'of nothing but quotation marks': '"'.repeat(2_400_000),
    'of rows that name a thousand units each': `Username,Units\r\n${`a,${'x|'.repeat(1_900)}\r\n`.repeat(1_200)}`,
    'of rows that are all wrong': `Username,Role\r\n${'\0,\0\r\n'.repeat(10_000)}`,
  };

  it.each(Object.entries(files))('%s is answered with what is wrong, and shortly', async (_, csv) => {
    const { status, body } = await check(csv);
    expect(status).toBe(200);
    expect(body).toMatchObject({ import: null });
    // What is told of it must not be as large as it is.
    expect(JSON.stringify(body).length).toBeLessThan(250_000);
  });

  it('is read in pieces, between which others have their turn', async () => {
    let turns = 0;
    let isRead = false;
    const reading = readUserFile(`Username\r\n${'somebody\r\n'.repeat(9_000)}`).finally(() => {
      isRead = true;
    });
    while (!isRead) {
      await setImmediate();
      turns += 1;
    }
    expect((await reading).rows).toHaveLength(9_000);
    expect(turns).toBeGreaterThan(4);
  });

  it('of any text at all never breaks the server', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ',',
        ';',
        '\t',
        '"',
        '\r\n',
        '\n',
        '\r',
        '|',
        '/',
        '\\',
        "'",
        '=',
        '\0',
        '\ufeff',
        '\ud800',
      ),
      fc.constantFrom(...titles),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    const text = fc.array(piece, { minLength: 1, maxLength: 60 }).map((pieces) => pieces.join(''));
    const file = fc.oneof(
      text,
      text.map((rest) => `${titles.join(',')}\r\n${rest}`),
    );
    await fc.assert(
      fc.asyncProperty(file, async (csv) => {
        await server.context.database.pool.query('delete from attempt_limits');
        const { status, body } = await check(csv);
        // 422 where nothing of the text is left.
        expect([200, 422], JSON.stringify([csv, body])).toContain(status);
      }),
      { numRuns: 150, seed: 8 },
    );
  });
});

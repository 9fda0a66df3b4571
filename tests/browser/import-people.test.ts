// Many people at once: the template, every problem before anything is written, and the list afterwards.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeWorkbook, textCell } from '../unit/make-workbook.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { openBakery, type Site } from './flow/site.ts';
import { signInOnScreen } from './flow/steps.ts';
import { openPage, startBrowserWithoutWorkers } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('an import of people', () => {
  let site: Site;
  let page: ChromiumPage;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'floorkey-test-import-'));
    const [bakery, browser] = await Promise.all([openBakery(), startBrowserWithoutWorkers()]);
    ({ site } = bakery);
    page = await openPage(browser, site.url);
    await signInOnScreen(page, site.url);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function choose(csv: string): Promise<void> {
    const file = join(folder, 'people.csv');
    await writeFile(file, csv);
    await page.raw.locator('input[type=file]').setInputFiles(file);
    await page.clickButton('Check the file');
  }

  it('shows every problem with its row, and can’t be started', async () => {
    await page.clickButton('Import');
    await choose('Username,Role,PIN\nzoe,Boss,123456\n,,\nyan,Staff,840372\n');
    await page.waitForText('2 problems in the file');
    await page.waitForText('There is no role “Boss”.');
    expect(await page.text()).toContain('Sequences are easy');
    expect(await page.text()).not.toContain('Import 1 user');
  });

  it('shows what it is going to do, does it with a step-up, and lists the users', async () => {
    await page.clickButton('Choose another file');
    await choose('Username,First name,Last name,PIN\nzoe,Zoë,Zander,840372\nyan,Yan,Young,\n');
    await page.waitForText('2 users in the file');
    await page.clickButton('Import 2 users');
    await page.waitForText('All 2 users imported');
    await page.clickButton('Close');
    await page.waitForText('Zoë Zander');
    await page.waitForText('Yan Young');
    expect(await page.text()).not.toContain('All 2 users imported');
  });

  it('tells on the list how it ended when its dialog was closed before, also after a reload', async () => {
    const { hashing } = site.server.context;
    const hash = hashing.hashPin.bind(hashing);
    const { promise: mayGoOn, resolve: goOn } = Promise.withResolvers<void>();
    const spy = vi.spyOn(hashing, 'hashPin').mockImplementation(async (...given) => {
      await mayGoOn;
      return hash(...given);
    });
    await page.clickButton('Import');
    await choose('Username,First name,PIN\nlate,Later,593718\n');
    await page.clickButton('Import 1 user');
    await page.waitForText('the result appears in Users');
    await page.clickButton('Close');
    await page.waitForText('An import is running');
    await page.reload();
    await page.waitForText('An import is running');
    goOn();
    await page.waitForText('1 user imported');
    spy.mockRestore();
    await page.waitForText('Later');
    await page.clickButton('Close');
    await page.waitForNoText('1 user imported');
    await page.reload();
    await page.waitForText('Later');
    expect(await page.text()).not.toContain('1 user imported');
  });

  it('begins with a template that the check takes, and the export is taken back', async () => {
    const download = async (name: string) => {
      const [file] = await Promise.all([page.raw.waitForEvent('download'), page.clickButton(name)]);
      return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
    };
    const exported = await download('Export');
    expect(exported.name).toMatch(/^floorkey-people-.*\.csv$/);
    expect(exported.text).toContain('Zander');
    await page.clickButton('Import');
    const template = await download('Download the template');
    expect(template.name).toBe('floorkey-people.csv');
    await choose(template.text);
    await page.waitForText('2 users in the file');
    await page.clickButton('Choose another file');
    await choose(exported.text);
    await page.waitForText('4 left as they are');
  });

  const chooseFile = (name: string, bytes: Uint8Array) =>
    page.raw
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });

  it('guesses the encoding, shows the names, and reads them again with another one', async () => {
    await page.clickButton('Choose another file');
    // “Иван” in windows-1251, with its user name in front.
    await chooseFile(
      'staff.csv',
      Buffer.from('557365726e616d653b4669727374206e616d650d0a6976616e3bc8e2e0ed0d0a', 'hex'),
    );
    await page.waitForText('ivan;Иван');
    await page.waitForText('Cyrillic (Windows-1251)');
    expect(await page.axe()).toEqual([]);
    await page.select('Encoding', 'Western European (Windows-1252)');
    await page.waitForText('ivan;Èâàí');
    await page.select('Encoding', 'Cyrillic (Windows-1251)');
    await page.clickButton('Check the file');
    await page.waitForText('1 user in the file');
    await page.waitForText('Иван');
  });

  it('asks what unknown columns hold, puts zeros back, and hands out the rows with problems', async () => {
    await page.clickButton('Choose another file');
    await choose('Kürzel;Vorname;Code;Extra\nlea;Léa;74839;x\nmax;Max;840372;y\n');
    await page.waitForText('Some columns were not recognized');
    expect(await page.axe()).toEqual([]);
    await page.select('“Kürzel” holds', 'Username');
    await page.select('“Code” holds', 'PIN');
    await page.clickButton('Continue');
    await page.waitForText('1 PIN may have lost zeros at the front');
    expect(await page.axe()).toEqual([]);
    const [file] = await Promise.all([
      page.raw.waitForEvent('download'),
      page.clickButton('Download the rows with problems'),
    ]);
    expect(await readFile(await file.path(), 'utf8')).toMatch(
      /^\ufeffRow,Kürzel,Vorname,Code,Extra,Problem\r\n2,lea,Léa,74839,x,"PIN: Use exactly 6 digits\./,
    );
    await page.clickButton('Add the zeros');
    await page.waitForText('2 users in the file');
  });

  it('takes a workbook, and rows that are pasted', async () => {
    await page.clickButton('Choose another file');
    await chooseFile(
      'staff.xlsx',
      makeWorkbook([['Username', 'First name'].map(textCell), ['wim', 'Wim'].map(textCell)]),
    );
    await page.clickButton('Check the file');
    await page.waitForText('1 user in the file');
    await page.waitForText('Wim');
    await page.clickButton('Choose another file');
    await page.clickText('Paste from a spreadsheet instead');
    await page.fill('Rows, with their titles', 'Username\tFirst name\nuta\tUta\nvic\tVic\n');
    await page.clickButton('Check the file');
    await page.waitForText('2 users in the file');
  });
});

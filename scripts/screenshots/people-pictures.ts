// Pictures of the list of people and of all that opens from it.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tickRow } from '../../tests/browser/flow/people-list.ts';
import { fillUser, waitForDialogToClose } from '../../tests/browser/flow/steps.ts';
import type { Stage } from './stage.ts';

export async function takePeople({ page, url, camera }: Stage): Promise<void> {
  const { take, scene } = camera;
  const open = async (query = '', shown = 'Add user') => {
    await page.goto(`${url}/settings/users${query}`);
    await page.waitForText(shown);
    await page.waitFor(`document.querySelector('[aria-label="Loading"]') === null`);
  };
  await scene('users', async () => {
    await open('', 'Amara');
    await take(page, 'users', { dark: true });
    await page.clickButton('See why');
    await page.waitForText('Try again');
    await take(page, 'users-undelivered');
  });
  await scene('users-filters', async () => {
    await open('?state=invited', 'Nora Kessler');
    await take(page, 'users-filters');
    await open('?search=zzz', 'No users match');
    await take(page, 'users-nobody');
  });
  await scene('users-selection', async () => {
    await open('', 'Amara');
    await tickRow(page, 'Amara Okafor');
    await tickRow(page, 'Agnieszka Zielińska');
    await take(page, 'users-selection');
    await page.clickButton('Delete');
    await page.waitForText('Delete 2 users?');
    await take(page, 'users-delete');
  });
  await scene('add-user', async () => {
    await open();
    await page.clickButton('Add user');
    await fillUser(page, { username: 'x', pin: '123456' });
    await page.clickButton('Create');
    await page.waitForText('Sequences are easy');
    await take(page, 'add-user-with-errors', { dark: true });
  });
  await scene('invitation-sent', async () => {
    await open();
    await page.clickButton('Add user');
    await fillUser(page, {
      username: 'maximiliane.von-donaudampfschifffahrt',
      email: 'maximiliane.von-donaudampfschifffahrtsgesellschaft@harbourkitchens.example',
      firstName: 'Maximiliane',
      lastName: 'von Donaudampfschifffahrtsgesellschaftskapitän',
    });
    await take(page, 'add-user');
    await page.clickButton('Create');
    await waitForDialogToClose(page);
    await page.waitForText('Invitation not mailed');
    await take(page, 'users-invitation-sent');
    await open('?search=Maximiliane', 'Maximiliane');
    await take(page, 'users-long-name');
    await page.clickButton('Edit Maximiliane von Donaudampfschifffahrtsgesellschaftskapitän');
    await page.waitForText('Edit user');
    await take(page, 'edit-user-long-name');
  });
  await scene('edit-user', async () => {
    await open('?search=Amara', 'Amara');
    await page.clickButton('Edit Amara Okafor');
    await page.waitForText('Edit user');
    await take(page, 'edit-user');
    await page.clickButton('Give a temporary PIN');
    await page.waitForText('It’s shown once');
    await take(page, 'edit-user-temporary-pin');
  });
  await scene('shown-once', async () => {
    await open('?search=Bello', 'Aisha Bello');
    await page.clickButton('Edit Aisha Bello');
    await page.clickButton('Give a temporary PIN');
    await page.waitForText('It’s shown once');
    await page.clickButton('Give PIN');
    await page.waitForText('Print card');
    await take(page, 'shown-once');
  });
  await scene('pin-cards', async () => {
    await open('?search=in', 'Ines Carvalho');
    await tickRow(page, 'Ines Carvalho');
    await tickRow(page, 'Rosa Delgado').catch(() => undefined);
    await page.clickButton('Print PIN cards');
    await page.waitForText('temporary PIN');
    await take(page, 'pin-cards-question');
    await page.clickButton('Give PINs');
    await page.waitForText('Print them before you leave');
    await take(page, 'pin-cards');
  });
  await scene('import', () => takeImport());

  async function takeImport() {
    const folder = await mkdtemp(join(tmpdir(), 'floorkey-screens-import-'));
    const choose = async (csv: string) => {
      const file = join(folder, 'people.csv');
      await writeFile(file, csv);
      await page.raw.locator('input[type=file]').setInputFiles(file);
    };
    try {
      await open();
      await page.clickButton('Import');
      await page.waitForText('Download the template');
      await take(page, 'import-choose');
      await choose('Username,Role,PIN\nzoe,Boss,123456\n,,\nyan,Staff,840372\n');
      await page.clickButton('Check the file');
      await page.waitForText('problems in the file');
      await take(page, 'import-problems');
      await page.clickButton('Choose another file');
      await choose('Username,First name,Last name,PIN\nzoe,Zoë,Zander,840372\nyan,Yan,Young,\n');
      await page.clickButton('Check the file');
      await page.waitForText('2 users in the file');
      await take(page, 'import-preview');
      await page.clickButton('Import 2 users');
      await page.waitForText('All 2 users imported', { timeout: 30_000 });
      await take(page, 'import-done');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

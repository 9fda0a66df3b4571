// Pictures of the other settings: roles, units, partners, devices, organization, audit trail.
import type { Stage } from './stage.ts';

export async function takeSettings({ page, url, camera }: Stage): Promise<void> {
  const { take, scene } = camera;
  const open = async (place: string, shown: string) => {
    await page.goto(`${url}/settings/${place}`);
    await page.waitForText(shown);
  };
  await scene('roles', async () => {
    await open('roles', 'Shift Lead');
    await take(page, 'roles');
    await page.clickButton('Edit Floor Manager');
    await page.waitForText('Partner users can');
    await take(page, 'edit-role');
    await open('roles', 'Shift Lead');
    await page.clickButton('Create role');
    await page.waitForText('Partner users can');
    await take(page, 'create-role');
  });
  await scene('units', async () => {
    await open('units', 'Packing Hall');
    await take(page, 'units');
    await page.clickButton('Edit Packing Hall');
    await page.waitForText('Move to…');
    await take(page, 'edit-unit');
  });
  await scene('partners', async () => {
    await open('partners', 'Brightwater Logistics');
    await take(page, 'partners');
    await page.clickText('Nordlicht Gebäudereinigungsgesellschaft');
    await page.waitForText('Add Partner User');
    await take(page, 'partner', { whole: true });
    await page.fill('First name', 'Tomás');
    await page.fill('Last Name', 'Herrera');
    await page.fill('Email Address', 'tomas.herrera@harbourkitchens.example');
    await page.fill('Phone Number', '+49 30 23125016');
    await page.clickButton('Submit');
    await page.waitForText('has this email address');
    await take(page, 'partner-address-taken', { whole: true });
    await page.fill('Email Address', 'karl.brandt@nordlicht.example');
    await page.clickButton('Submit');
    await page.waitForText('Invitation not mailed');
    await take(page, 'partner-invitation-sent', { whole: true });
  });
  await scene('partner-suspended', async () => {
    await open('partners', 'Fairfield Staffing');
    await page.clickText('Fairfield Staffing');
    await page.waitForText('This partner is suspended');
    await take(page, 'partner-suspended', { whole: true });
  });
  await scene('organization', async () => {
    await open('organization', 'Auto-lock');
    await take(page, 'organization', { whole: true });
    await page.select('Sign-in style', 'Name, then PIN');
    await page.clickButton('Save');
    await page.waitForText('Change how people sign in?');
    await take(page, 'organization-pin-preview');
  });
  await scene('ownership', async () => {
    await open('organization', 'Transfer ownership');
    await page.clickButton('Transfer ownership');
    await take(page, 'transfer-ownership');
  });
  await scene('audit', async () => {
    await open('audit', 'Load older');
    await take(page, 'audit', { dark: true });
    await page.clickButton('Check the chain');
    await page.waitForText('The chain is intact');
    await take(page, 'audit-chain');
  });
  await scene('devices', async () => {
    await open('devices', 'Packing Hall Tablet');
    await take(page, 'devices', { whole: true, dark: true });
    await page.clickButton('Edit Packing Hall Tablet');
    await page.waitForText('Edit device');
    await take(page, 'edit-device');
    await open('devices', 'Packing Hall Tablet');
    await page.clickButton('To review: Packing Hall Tablet');
    await page.waitForText('To review on');
    await take(page, 'devices-to-review', { dark: true });
    await open('devices', 'Packing Hall Tablet');
    await page.clickButton('Pair a device');
    await page.waitForText('Code on the device');
    await take(page, 'link-a-tablet');
    await open('devices', 'Packing Hall Tablet');
    await page.clickButton('Authorize Device');
    await page.waitForText('Device name');
    await take(page, 'authorize');
  });
}

// Takes pictures of every screen of a filled organization, lying and upright, light and dark: node scripts/take-screenshots.ts OUTDIR
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { greetDemo } from '../src/server/demo/greet-demo.ts';
import { demoPassword, demoPinHolders, makePeople } from '../src/server/demo/people.ts';
import { readEnv } from '../src/server/env.ts';
import { openLog } from '../src/server/log.ts';
import { startServer } from '../src/server/start.ts';
import { type ChromiumPage, launchChromium } from '../tests/browser/engine/chromium-engine.ts';
import { advancePageClock, movableClockScript } from '../tests/browser/flow/page-clock.ts';
import {
  authorizeOnScreen,
  signInWithPin,
  tapPin,
  waitForPad,
  waitForWorker,
} from '../tests/browser/flow/steps.ts';
import { findFreePort } from '../tests/integration/harness/free-port.ts';

const [outputFolder] = process.argv.slice(2);
if (!outputFolder) {
  process.stderr.write('Say where the pictures go: node scripts/take-screenshots.ts OUTDIR\n');
  process.exit(1);
}
await mkdir(outputFolder, { recursive: true });

const dataDir = await mkdtemp(join(tmpdir(), 'floorkey-screens-'));
const env = readEnv({ DATA_DIR: dataDir, PORT: String(await findFreePort()), LOG_LEVEL: 'warn' });
const server = await startServer(env, openLog({ logLevel: 'error' }, process.stderr));
const url = server.publicUrl;
const browser = await launchChromium({ viewport: { width: 1024, height: 768 } });
await browser.context.addInitScript({ content: movableClockScript });

const people = makePeople();
const owner = people.find(({ role }) => role === 'owner');
const worker = people.find(({ firstName, lastName }) => demoPinHolders[0] === `${firstName} ${lastName}`);
if (!owner?.email || !worker?.pin) throw new Error('The demo has no owner, or nobody with a fixed PIN.');
const workerName = `${worker.firstName} ${worker.lastName}`;

const take = async (page: ChromiumPage, name: string) => {
  for (const [width, height] of [
    [820, 1180],
    [1024, 768],
  ] as const) {
    await page.setViewport(width, height);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.raw.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.waitFor(`document.getAnimations().every(({ playState }) => playState !== 'running')`);
      await page.screenshot(join(outputFolder, `${name}-${width}x${height}-${colorScheme}.png`));
    }
  }
};

try {
  const page = await browser.openPage(
    `${url}/setup${server.setupLink?.slice(server.setupLink.indexOf('#'))}`,
  );
  await page.waitForText('Organization name');
  await take(page, 'setup');
  await greetDemo(server);
  await page.goto(`${url}/`);
  await page.waitForText('Sign in');
  await take(page, 'unlinked');
  await page.goto(`${url}/sign-in`);
  await take(page, 'sign-in');
  await page.fill('Email address', owner.email);
  await page.fill('Password', demoPassword);
  await page.clickButton('Sign in');
  await page.waitForText(worker.lastName);
  await take(page, 'users');
  await page.clickButton(`Welcome, ${owner.firstName} ${owner.lastName}`);
  await page.waitForText('Sign out');
  await take(page, 'welcome-menu');
  await page.press('Escape');
  await page.clickButton('Add user');
  await page.fill('PIN', '123456');
  await page.clickButton('Create');
  await page.waitForText('Digits in a row');
  await take(page, 'add-user-with-errors');
  await page.press('Escape');
  await page.clickButton('Throw away');
  await page.clickButton('Edit', { within: workerName });
  await page.waitForText('Edit user');
  await take(page, 'edit-user');
  await page.clickButton('Cancel');
  await page.clickButton('Roles');
  await page.waitForText('Shift Lead');
  await take(page, 'roles');
  await page.clickButton('Edit Shift Lead');
  await page.waitForText('People of partner companies');
  await take(page, 'edit-role');
  await page.clickButton('Cancel');
  await page.clickButton('Units');
  await page.waitForText('Packing Hall');
  await take(page, 'units');
  await page.clickButton('Edit Packing Hall');
  await page.waitForText('Move to…');
  await take(page, 'edit-unit');
  await page.clickButton('Cancel');
  await page.clickButton('Authorized Devices');
  await page.clickButton('Authorize Device');
  await page.waitForText('Device name');
  await take(page, 'authorize');
  await page.clickButton('Cancel');
  await authorizeOnScreen(page, 'Counter 1');
  await page.waitForText('Revoke this device');
  await take(page, 'devices');
  await page.clickButton('Revoke this device');
  await take(page, 'revoke');
  await page.clickButton('Cancel');
  await page.clickButton('Organization');
  await page.waitForText('Auto-lock');
  await take(page, 'organization');
  await page.clickButton('Audit trail');
  await page.waitForText('Load older');
  await take(page, 'audit-trail');
  await page.goto(`${url}/account`);
  await page.waitForText('Change password');
  await take(page, 'account');
  await page.clickButton(`Welcome, ${owner.firstName} ${owner.lastName}`);
  await page.clickButton('Sign out');
  await waitForPad(page);
  await take(page, 'pad');
  await tapPin(page, '864297');
  await page.waitForText('Wrong PIN');
  await take(page, 'pad-wrong-pin');
  await signInWithPin(page, worker.pin, workerName);
  await take(page, 'home');
  await advancePageClock(page, 83_000);
  await page.waitForText('Locking in');
  await take(page, 'auto-lock');
  // The page's clock is right again after this.
  await page.reload();
  await waitForWorker(page);
  await browser.setOffline(true);
  await page.waitForText('Offline since');
  await take(page, 'pad-offline');
  await browser.setOffline(false);
  await waitForPad(page, 40_000);
  for (let tries = 0; tries < 5; tries += 1) {
    await waitForPad(page);
    await tapPin(page, '864297');
    await page.waitForText('Wrong PIN');
  }
  await page.waitForText('Signing in works again in');
  await take(page, 'pad-paused');
} finally {
  await browser.close();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}

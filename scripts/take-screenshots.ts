// Takes pictures of every screen of a filled organization, on tablet and phone: node scripts/take-screenshots.ts OUTDIR [SCENE…]
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnv } from '../src/server/env.ts';
import { openLog } from '../src/server/log.ts';
import { startServer } from '../src/server/start.ts';
import { launchChromium } from '../tests/browser/engine/chromium-engine.ts';
import { movableClockScript } from '../tests/browser/flow/page-clock.ts';
import { fillSignIn } from '../tests/browser/flow/steps.ts';
import { findFreePort } from '../tests/integration/harness/free-port.ts';
import { greetDemo } from './demo/greet-demo.ts';
import { demoPassword, listPeople } from './demo/people.ts';
import { takeAccount, takeOutside } from './screenshots/account-pictures.ts';
import { makeCamera } from './screenshots/camera.ts';
import { takePeople } from './screenshots/people-pictures.ts';
import { takeSettings } from './screenshots/settings-pictures.ts';
import type { Stage } from './screenshots/stage.ts';
import { linkThisBrowser, takeTablet, takeUnlinked } from './screenshots/tablet-pictures.ts';

const [outputFolder, ...scenes] = process.argv.slice(2);
if (!outputFolder) {
  process.stderr.write('Say where the pictures go: node scripts/take-screenshots.ts OUTDIR [SCENE…]\n');
  process.exit(1);
}
await mkdir(outputFolder, { recursive: true });

const dataDir = await mkdtemp(join(tmpdir(), 'floorkey-screens-'));
const env = readEnv({
  DATA_DIR: dataDir,
  PORT: String(await findFreePort()),
  LOG_LEVEL: 'warn',
  SIGN_UP: 'open',
});
const server = await startServer(env, openLog({ logLevel: 'error' }, process.stderr));
const browser = await launchChromium({ viewport: { width: 1024, height: 768 } });
await browser.context.addInitScript({ content: movableClockScript });
const camera = makeCamera(outputFolder, (name) => scenes.length === 0 || scenes.includes(name));

try {
  const page = await browser.openPage(
    `${server.publicUrl}/setup${server.setupLink?.slice(server.setupLink.indexOf('#'))}`,
  );
  await camera.scene('setup', async () => {
    await page.waitForText('Organization name');
    await camera.take(page, 'setup');
  });
  await greetDemo(server);
  const owner = listPeople().find(({ role }) => role === 'owner');
  if (!owner?.email) throw new Error('The demo has no owner.');
  const stage: Stage = {
    server,
    url: server.publicUrl,
    browser,
    page,
    camera,
    owner: {
      email: owner.email,
      name: `${owner.firstName} ${owner.lastName}`,
      password: demoPassword,
    },
  };
  await takeUnlinked(stage);
  await takeOutside(stage);
  await page.goto(`${stage.url}/sign-in`);
  await fillSignIn(page, stage.owner.email, demoPassword);
  await page.waitForUrl('/settings/users');
  await takePeople(stage);
  await takeSettings(stage);
  await takeAccount(stage);
  await camera.scene('this-device', () => linkThisBrowser(stage));
  await takeTablet(stage);
  // What the README shows.
  for (const name of ['pad', 'users']) {
    if (scenes.length > 0 && !scenes.includes(name)) continue;
    const picture = join(outputFolder, `${name}-1024x768-light.png`);
    await camera.scene(name, () => copyFile(picture, join(import.meta.dirname, `../docs/${name}.png`)));
  }
} finally {
  await browser.close();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}
if (camera.failed.length > 0) process.exitCode = 1;

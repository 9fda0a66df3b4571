// Pictures of one's own account, of the pages behind links, of the sign-in and of the help.

import { helpTopics } from '../../src/app/help/topics.ts';
import type { LinkKind } from '../../src/server/database/schema/links.ts';
import { accountSessions } from '../../src/server/database/schema.ts';
import { makeLink } from '../../src/server/domain/links/one-time-links.ts';
import { addVirtualAuthenticator } from '../../tests/browser/engine/virtual-authenticator.ts';
import type { Stage } from './stage.ts';

/** The pages that somebody sees who is signed in. */
export async function takeAccount({ server, page, url, camera, owner }: Stage): Promise<void> {
  const { take, scene } = camera;
  await scene('account', async () => {
    await page.goto(`${url}/account`);
    await page.waitForText('Where you’re signed in');
    await page.waitForText('You are here');
    await take(page, 'account', { whole: true, dark: true });
    await page.clickButton(`Welcome, ${owner.name}`);
    await page.waitForText('Sign out');
    await take(page, 'welcome-menu');
  });
  await scene('passkeys', async () => {
    await addVirtualAuthenticator(page);
    await page.goto(`${url}/account`);
    await page.waitForText('You have no passkey yet');
    await page.clickButton('Add a passkey');
    await page.waitForText('Not used yet');
    await page.clickButton('Rename Chrome on Linux');
    await page.waitForText('Rename the passkey');
    await take(page, 'passkey-rename');
    await page.clickButton('Cancel');
    await page.clickButton('Remove', { within: 'Not used yet' });
    await page.waitForText('Remove “Chrome on Linux”?');
    await take(page, 'passkey-remove');
    await page.clickButton('Cancel');
    await server.context.database.acrossOrganizations((tx) =>
      tx.update(accountSessions).set({ steppedUpAt: new Date(0) }),
    );
    await page.clickButton('Add a passkey');
    await page.waitForText('Use a passkey');
    await take(page, 'passkey-confirm', { dark: true });
    await page.clickButton('Use a passkey');
    await page.waitForText('This device already has a passkey');
    await take(page, 'passkeys', { whole: true });
  });
}

/** The pages that need nobody who is signed in. */
export async function takeOutside({ server, page, url, camera }: Stage): Promise<void> {
  const { take, scene } = camera;
  const makeLinkFor = (email: string, kind: LinkKind) =>
    server.context.database.acrossOrganizations(async (tx) => {
      const user = await tx.query.users.findFirst({ where: (table, { eq }) => eq(table.email, email) });
      if (!user) throw new Error(`nobody has ${email}`);
      const target = { organizationId: user.organizationId, userId: user.id, kind, email };
      return (await makeLink(server.context, tx, target)).link;
    });
  await scene('sign-in', async () => {
    await page.goto(`${url}/sign-in`);
    await page.waitForText('Create an organization');
    await take(page, 'sign-in', { dark: true });
    await page.fill('Email address', 'nobody@harbourkitchens.example');
    await page.fill('Password', 'not the right one');
    await page.clickButton('Sign in');
    await page.waitFor(`document.querySelector('[role=alert]')`, { what: 'the refusal' });
    await take(page, 'sign-in-refused');
  });
  await scene('sign-up', async () => {
    await page.goto(`${url}/sign-up`);
    await page.waitForText('Organization name');
    await take(page, 'sign-up');
  });
  await scene('reset-password', async () => {
    await page.goto(`${url}/reset-password`);
    await page.waitForText('Forgot password?');
    await take(page, 'reset-password-ask');
    await page.fill('Email address', 'claire.dubois@harbourkitchens.example');
    await page.clickButton('Send me a link');
    await page.waitForText('a link is on its way');
    await take(page, 'reset-password-asked');
    await page.goto('about:blank');
    // Somebody else: the link that was just asked for voids every other one of the same person.
    await page.goto(await makeLinkFor('grace.mwangi@harbourkitchens.example', 'password-reset'));
    await page.waitForText('New password again');
    await take(page, 'reset-password-choose');
  });
  await scene('invite', async () => {
    await page.goto('about:blank');
    await page.goto(await makeLinkFor('laura.bianchi@harbourkitchens.example', 'invitation'));
    await page.waitForText('New password again');
    await take(page, 'invite', { dark: true });
    await page.goto('about:blank');
    await page.goto(`${url}/invite#code=${crypto.randomUUID()}.${'a'.repeat(43)}`);
    await page.waitForText('This code is not right');
    await take(page, 'invite-dead-link');
  });
  await scene('help', async () => {
    for (const { id, title } of helpTopics) {
      await page.goto(`${url}/help/${id}`);
      await page.waitForText(title);
      await take(page, `help-${id}`, { whole: true });
    }
  });
  await scene('not-found', async () => {
    await page.goto(`${url}/nowhere`);
    await take(page, 'not-found');
  });
}

// Whose PIN leaves 10 bits on a tablet: none that fall to a few guesses, and none that somebody else has seen.
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { updateOrganization } from '../../src/contract/endpoints/organization.ts';
import { changeOwnPin } from '../../src/contract/endpoints/own-pin.ts';
import { giveTemporaryPin } from '../../src/contract/endpoints/users.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import { addOrganization, addUser, type Member } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const pinOfLength = new Map([
  [4, '4829'],
  [5, '48291'],
  [6, '482917'],
  [7, '4829175'],
  [8, '48291753'],
]);

let server: TestServer;
let owner: Member;
let tablet: TestDevice;
beforeAll(async () => {
  server = await makeServer();
});
beforeEach(async () => {
  owner = await addOrganization(server, 'Northgate Bakery');
  tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, 'Counter 1');
});

/** What the tablet holds of somebody who stands in its roster. */
async function readVerifier(userId: string, cursor?: string): Promise<number | null> {
  const held = (await tablet.pull(cursor)).puts.users.find(({ id }) => id === userId);
  if (!held) throw new Error('this person is not in the roster');
  return held.verifier;
}

it.each([...pinOfLength])(
  'a PIN of %i digits leaves them only where it has six or more',
  async (pinLength, pin) => {
    await owner.client.succeed(updateOrganization, { body: { pinLength } });
    const { id } = await addUser(owner.client, 'staff', { pin });
    expect(await readVerifier(id)).toEqual(pinLength < 6 ? null : expect.any(Number));
  },
);

it('a temporary PIN leaves none, and takes those of the one before away, until its user has chosen another', async () => {
  const { id } = await addUser(owner.client, 'staff', { pin: '482917' });
  const { cursor } = await tablet.pull();
  expect(await readVerifier(id)).not.toBeNull();
  const { pin } = await owner.client.succeed(giveTemporaryPin, { params: { userId: id } });
  // Taken off a tablet that held the one before, too.
  expect(await readVerifier(id, cursor)).toBeNull();
  expect(await readVerifier(id)).toBeNull();
  expect((await tablet.signInWithPin(pin)).status).toBe(200);
  await tablet.succeed(changeOwnPin, { body: { newPin: '739284' } });
  expect(await readVerifier(id)).toEqual(expect.any(Number));
});

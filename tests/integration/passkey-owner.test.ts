// A passkey is its person's alone, who hears of it by mail; while they may not come in, it opens nothing.
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { updatePartner } from '../../src/contract/endpoints/partners.ts';
import { listPasskeys, removePasskey, renamePasskey } from '../../src/contract/endpoints/passkeys.ts';
import { makePasskeyWorld, type PasskeyWorld } from './harness/passkey-world.ts';
import { addOrganization, givePassword, signInAs, whoIs } from './harness/test-organization.ts';
import { addPartner, addPartnerUser } from './harness/test-partner.ts';
import { addTestPasskey, failByPasskey, signInByPasskey } from './harness/test-passkey.ts';

let world: PasskeyWorld;
beforeAll(async () => {
  world = await makePasskeyWorld();
  return () => world.rows.close();
});
beforeEach(() => world.renew());

it('belongs to one user: nobody else sees, renames or removes it', async () => {
  const stranger = await addOrganization(world.server, 'Elsewhere');
  const [passkey] = (await world.person.client.succeed(listPasskeys, {})).passkeys;
  const params = { passkeyId: passkey?.id ?? '' };
  for (const { client } of [world.owner, stranger]) {
    expect((await client.succeed(listPasskeys, {})).passkeys).toEqual([]);
    const renamed = await client.refuse(renamePasskey, { params, body: { name: 'Mine' } });
    expect([renamed.code, (await client.refuse(removePasskey, { params })).code]).toEqual([
      'not_found',
      'not_found',
    ]);
  }
  await signInByPasskey(world.server, world.authenticator);
});

it('is renamed and removed by its user, which the audit trail tells', async () => {
  const [passkey] = (await world.person.client.succeed(listPasskeys, {})).passkeys;
  const params = { passkeyId: passkey?.id ?? '' };
  const renamed = await world.person.client.succeed(renamePasskey, { params, body: { name: 'My phone' } });
  expect(renamed).toEqual({ ...passkey, name: 'My phone' });
  expect(await world.eventOf('account.passkey-renamed')).toEqual({
    passkey: 'My phone',
    passkeyBefore: 'Passkey',
  });
  await world.person.client.succeed(removePasskey, { params });
  expect(await world.eventOf('account.passkey-removed')).toEqual({ passkey: 'My phone' });
  expect((await world.person.client.refuse(removePasskey, { params })).code).toBe('not_found');
  await world.expectEnded();
});

it('is told of by mail when it comes and when it goes', async () => {
  const [passkey] = (await world.person.client.succeed(listPasskeys, {})).passkeys;
  await world.person.client.succeed(removePasskey, { params: { passkeyId: passkey?.id ?? '' } });
  const mails = await world.rows.query(
    `select kind, recipient from mails where user_id = $1 and kind like 'passkey%' order by kind`,
    [world.person.user.id],
  );
  expect(mails).toEqual([
    { kind: 'passkey-added', recipient: world.person.user.email },
    { kind: 'passkey-removed', recipient: world.person.user.email },
  ]);
});

it('opens nothing while its user or their partner is suspended', async () => {
  const { client: old } = await signInByPasskey(world.server, world.authenticator);
  await world.update({ state: 'suspended' });
  expect(await failByPasskey(world.server, world.authenticator)).toBe('passkey_refused');
  expect(await world.eventOf('account.passkey-sign-in-failed')).toEqual({});
  await world.update({ state: 'active' });
  await signInByPasskey(world.server, world.authenticator);
  await expect(whoIs(old)).rejects.toThrow('not_signed_in');

  const partner = await addPartner(world.owner.client);
  const { id, email } = await addPartnerUser(world.owner.client, partner.id);
  await givePassword(world.server, id);
  const theirs = await addTestPasskey((await signInAs(world.server, email ?? '')).client);
  const body = { revision: partner.revision, state: 'suspended' } as const;
  await world.owner.client.succeed(updatePartner, { params: { partnerId: partner.id }, body });
  expect(await failByPasskey(world.server, theirs.authenticator)).toBe('passkey_refused');
});

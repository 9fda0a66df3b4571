// Apps: who sets them up, what is refused, and how their secrets go over into new ones.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createApp,
  deleteApp,
  listApps,
  makeAppSecret,
  orderApps,
  updateApp,
} from '../../src/contract/endpoints/apps.ts';
import { listAuditEvents } from '../../src/contract/endpoints/audit-events.ts';
import { makeServer } from './harness/server-of-file.ts';
import {
  addMember,
  addUnit,
  addUnitAdmin,
  type Member,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
});

const link = (name: string) => ({ name, kind: 'link' as const, address: 'http://10.0.0.7:1880/ui' });
const oidc = (name: string) => ({
  name,
  kind: 'oidc' as const,
  address: 'https://orders.example.com/',
  redirectUris: ['https://orders.example.com/callback'],
});

it('lists apps in the order that the organization gave them', async () => {
  const made = [];
  for (const name of ['Orders', 'Stock', 'Wiki'])
    made.push((await owner.client.succeed(createApp, { body: link(name) })).app.id);
  await owner.client.succeed(orderApps, { body: { appIds: [made[2] ?? '', made[0] ?? ''] } });
  const { apps, issuer } = await owner.client.succeed(listApps, {});
  expect(apps.map(({ name }) => name)).toEqual(['Wiki', 'Orders', 'Stock']);
  expect(issuer).toBe(`${server.context.publicUrl}/o/${owner.session.organization.id}/oidc`);
});

it('refuses a second app with the same name, however it is written', async () => {
  await owner.client.succeed(createApp, { body: link('Time clock') });
  const problem = await owner.client.refuse(createApp, { body: link('TIME CLOCK') });
  expect(problem).toMatchObject({ code: 'app_name_taken', errors: [{ field: 'name' }] });
});

describe('an address', () => {
  it.each([
    ['address', { ...link('A'), address: 'javascript:alert(1)' }],
    ['address', { ...link('A'), address: 'https://user:secret@orders.example.com/' }],
    ['address', { ...link('A'), address: 'https://orders.example.com:port/' }],
    ['redirectUris', { ...oidc('A'), redirectUris: [] }],
    ['redirectUris', { ...oidc('A'), redirectUris: ['http://orders.example.com/callback'] }],
    ['redirectUris.0', { ...oidc('A'), redirectUris: ['https://orders.example.com/#callback'] }],
    ['logoutUri', { ...oidc('A'), logoutUri: 'http://orders.example.com/logout' }],
  ])('that a sign-in could be lost by is refused at %s', async (field, body) => {
    const problem = await owner.client.refuse(createApp, { body });
    expect(problem).toMatchObject({ code: 'validation_failed', errors: [{ field }] });
  });

  it('of the shop’s own network may be a plain one', async () => {
    const redirectUris = [
      'http://192.168.0.20:1880/callback',
      'http://orders.local/callback',
      'http://[::1]:3000/',
    ];
    await owner.client.succeed(createApp, { body: { ...oidc('Inside'), redirectUris } });
  });
});

it('lets nobody set apps up who is limited to units, or has no power', async () => {
  const unitId = await addUnit(server, owner.session.organization.id, 'Yard');
  const limited = await addUnitAdmin(server, owner, unitId);
  const manager = await addMember(server, owner.client, 'manager');
  expect((await limited.client.refuse(createApp, { body: link('Mine') })).code).toBe('permission_missing');
  expect((await manager.client.refuse(listApps, {})).code).toBe('permission_missing');
});

it('does not overwrite what somebody else changed meanwhile', async () => {
  const { app } = await owner.client.succeed(createApp, { body: link('Machines') });
  const change = (name: string) => ({ params: { appId: app.id }, body: { revision: app.revision, name } });
  await owner.client.succeed(updateApp, change('Machines 1'));
  expect((await owner.client.refuse(updateApp, change('Machines 2'))).code).toBe('changed_meanwhile');
});

describe('a secret', () => {
  it('is shown once, and goes over into the next one for as long as was asked', async () => {
    const made = await owner.client.succeed(createApp, { body: oidc('Shop floor') });
    expect(made.secret).toMatch(/^[\w-]{43}$/);
    const params = { appId: made.app.id };
    const next = await owner.client.succeed(makeAppSecret, { params, body: { overlapHours: 24 } });
    expect(next.secret).not.toBe(made.secret);
    const inADay = new Date(server.clock.now.getTime() + 24 * 3_600_000).toISOString();
    expect(next.app.secrets.map(({ endsAt }) => endsAt).toSorted()).toEqual([inADay, null].toSorted());
    const last = await owner.client.succeed(makeAppSecret, { params, body: { overlapHours: 0 } });
    expect(last.app.secrets).toHaveLength(1);
    const list = JSON.stringify(await owner.client.succeed(listApps, {}));
    for (const { secret } of [made, next, last]) expect(list).not.toContain(secret);
  });

  it('is not made for an app that can’t keep one', async () => {
    const { app, secret } = await owner.client.succeed(createApp, {
      body: { ...oidc('In the browser'), isPublic: true },
    });
    expect(secret).toBeNull();
    const input = { params: { appId: app.id }, body: { overlapHours: 0 as const } };
    expect((await owner.client.refuse(makeAppSecret, input)).code).toBe('not_found');
  });
});

it('writes into the audit trail what was done to an app, and never its secret', async () => {
  const { app, secret } = await owner.client.succeed(createApp, { body: oidc('Traced') });
  await owner.client.succeed(makeAppSecret, { params: { appId: app.id }, body: { overlapHours: 0 } });
  await owner.client.succeed(updateApp, { params: { appId: app.id }, body: { revision: 1, email: 'real' } });
  await owner.client.succeed(deleteApp, { params: { appId: app.id } });
  const { events } = await owner.client.succeed(listAuditEvents, { query: { action: 'apps' } });
  const about = events.filter(({ subject }) => subject === 'Traced');
  expect(about.map(({ action }) => action)).toEqual([
    'app.deleted',
    'app.changed',
    'app.secret-made',
    'app.created',
  ]);
  expect(JSON.stringify(events)).not.toContain(String(secret));
  const { apps } = await owner.client.succeed(listApps, {});
  expect(apps.map(({ id }) => id)).not.toContain(app.id);
});

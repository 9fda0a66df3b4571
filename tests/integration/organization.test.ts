// The settings of the organization: who may change them, within which limits.
import { beforeAll, describe, expect, it } from 'vitest';
import { getOrganization, updateOrganization } from '../../src/contract/endpoints/organization.ts';
import { stepUpWithPassword } from '../../src/contract/endpoints/password.ts';
import { codeOf } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import {
  addMember,
  addUnit,
  limitToUnits,
  type Member,
  setUpOrganization,
  testPassword,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
});

const read = () => owner.client.succeed(getOrganization, {});
const change = (body: object, by = owner) => by.client.callRaw(updateOrganization, { body });

describe('the settings of the organization', () => {
  it('are kept as they were sent, each alone, and nothing at all changes nothing', async () => {
    const before = await read();
    await owner.client.succeed(updateOrganization, { body: { autoLockSeconds: 45 } });
    await owner.client.succeed(updateOrganization, { body: { leaseHours: 3, name: 'Northgate 2' } });
    const after = await owner.client.succeed(updateOrganization, { body: {} });
    expect(after).toMatchObject({ autoLockSeconds: 45, leaseHours: 3, name: 'Northgate 2' });
    expect(after.revision).toBe(before.revision + 2);
  });

  it.each([
    ['autoLockSeconds', 15, 8 * 3600],
    ['leaseHours', 1, 72],
  ])('hold %s between its limits, both of them included', async (field, least, most) => {
    for (const value of [least, most]) expect((await change({ [field]: value })).status).toBe(200);
    for (const value of [least - 1, most + 1, least + 0.5, String(least)]) {
      const refused = await change({ [field]: value });
      expect([codeOf(refused), refused.body]).toMatchObject(['validation_failed', { errors: [{ field }] }]);
    }
    expect(await read()).toMatchObject({ [field]: most });
  });

  it('are out of reach of an admin who is limited to units, who may read them', async () => {
    const admin = await addMember(server, owner.client, 'admin');
    const { id } = owner.session.organization;
    await limitToUnits(server, id, admin.user.id, [await addUnit(server, id, 'Line 1')]);
    const before = await read();
    expect(codeOf(await change({ name: 'Mine' }, admin))).toBe('permission_missing');
    expect(await admin.client.succeed(getOrganization, {})).toEqual(before);
  });

  it.each([
    ['generatedPasswords', false, true],
    ['offlineSignIn', false, true],
    ['passwordMinLength', 16, 15],
    ['leaseHours', 12, 13],
    ['autoLockSeconds', 60, 61],
  ])(
    'take a step-up where %s makes them weaker, and none for the way back or for the same',
    async (field, strong, weak) => {
      await owner.client.succeed(stepUpWithPassword, { body: { password: testPassword } });
      for (const value of [strong, weak]) expect((await change({ [field]: value })).status).toBe(200);
      server.clock.advance(5 * 60_000);
      const weaker = { name: 'Northgate 3', [field]: weak };
      for (const same of [weak, strong, strong]) expect((await change({ [field]: same })).status).toBe(200);
      expect(codeOf(await change(weaker))).toBe('step_up_required');
      const refused = await read();
      expect([refused.name, Object.entries(refused)]).toEqual([
        'Northgate 2',
        expect.arrayContaining([[field, strong]]),
      ]);
      await owner.client.succeed(stepUpWithPassword, { body: { password: testPassword } });
      expect(await change(weaker)).toMatchObject({ status: 200, body: { [field]: weak } });
      await change({ name: 'Northgate 2' });
    },
  );

  it('take no step-up for what says nothing of security', async () => {
    server.clock.advance(5 * 60_000);
    const rest = { phoneRule: 'north-america', language: 'de', name: 'Northgate 2' };
    expect(await change(rest)).toMatchObject({ status: 200, body: rest });
  });
});

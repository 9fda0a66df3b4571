// What the list of devices and its badge cost: revoked ones are bounded, and the badge is one number.
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { countDeviceReviews } from '../../src/contract/endpoints/device-reviews.ts';
import { listDevices, revokedMost } from '../../src/contract/endpoints/devices.ts';
import { deviceEvents, devices } from '../../src/server/database/schema.ts';
import { makeServer } from './harness/server-of-file.ts';
import {
  addMember,
  addOrganization,
  addUnit,
  limitToUnits,
  type Member,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let organizationId: string;
let yard: string;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  organizationId = owner.session.organization.id;
  yard = await addUnit(server, organizationId, 'Yard');
});

type Row = typeof devices.$inferInsert;

async function addDevices(rows: readonly Partial<Row>[]): Promise<string[]> {
  const made = rows.map((row) => {
    const id = randomUUID();
    const name = `Tablet ${id}`;
    return {
      ...{ id, organizationId, name, nameFolded: name, thumbprint: id, authorizedAt: server.clock.now },
      secretHash: Buffer.from('none'),
      publicKey: { kty: 'EC' as const, crv: 'P-256' as const, x: 'x', y: 'y' },
      ...row,
    };
  });
  await server.context.database.inOrganization(organizationId, (tx) => tx.insert(devices).values(made));
  return made.map(({ id }) => id);
}

async function addEvent(deviceId: string, reasons: string[], verdict: 'accepted' | null = null) {
  const at = server.clock.now;
  await server.context.database.inOrganization(organizationId, (tx) =>
    tx.insert(deviceEvents).values({
      ...{ id: randomUUID(), organizationId, deviceId, sequence: 1, hash: randomUUID(), kind: 'sign-in' },
      ...{ estimatedAt: at, receivedAt: at, reasons, verdict, detail: {} },
    }),
  );
}

const countFor = async ({ client }: Member) => (await client.succeed(countDeviceReviews, {})).open;

it('counts what waits for somebody who looks, on the devices that one sees', async () => {
  const [ours = '', theirs = ''] = await addDevices([{ unitId: yard }, {}]);
  await addEvent(ours, ['gap']);
  await addEvent(ours, []);
  await addEvent(theirs, ['gap']);
  await addEvent(theirs, ['clock']);
  await addEvent(theirs, ['gap'], 'accepted');
  const limited = await addMember(server, owner.client, 'admin');
  await limitToUnits(server, organizationId, limited.user.id, [yard]);
  expect(await countFor(owner)).toBe(3);
  expect(await countFor(limited)).toBe(1);
  expect(await countFor(await addOrganization(server, 'Elsewhere'))).toBe(0);
  const list = (await owner.client.succeed(listDevices, {})).devices;
  expect(list.reduce((sum, { toReview }) => sum + toReview, 0)).toBe(3);
});

it('lists all devices in force, and those that were revoked last', async () => {
  const before = (await owner.client.succeed(listDevices, {})).devices.length;
  const at = (minute: number) => new Date(server.clock.now.getTime() + minute * 60_000);
  const revoked = Array.from({ length: revokedMost + 5 }, (_, minute) => ({ revokedAt: at(minute) }));
  const ids = await addDevices(revoked);
  await addDevices([{}, {}]);
  const list = (await owner.client.succeed(listDevices, {})).devices;
  const shown = list.filter(({ revokedAt }) => revokedAt !== null).map(({ id }) => id);
  expect(shown).toEqual(ids.slice(5).toReversed());
  expect(list.length).toBe(before + 2 + revokedMost);
});

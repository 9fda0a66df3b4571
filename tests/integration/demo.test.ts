// The demo: what it holds, that its printed ways in work, and that it stays apart from real data.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asc } from 'drizzle-orm';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { approveTablets } from '../../scripts/demo/approve-tablets.ts';
import { greetDemo } from '../../scripts/demo/greet-demo.ts';
import { beginPast } from '../../scripts/demo/past.ts';
import { verifyAuditTrail } from '../../src/contract/endpoints/audit-events.ts';
import { askForLink, claimLink } from '../../src/contract/endpoints/device-links.ts';
import { listDeviceReviews } from '../../src/contract/endpoints/device-reviews.ts';
import { listDevices } from '../../src/contract/endpoints/devices.ts';
import { listUndeliveredMails } from '../../src/contract/endpoints/mails.ts';
import { listPartners } from '../../src/contract/endpoints/partners.ts';
import { signIn } from '../../src/contract/endpoints/password.ts';
import { listPinRequests } from '../../src/contract/endpoints/pin-requests.ts';
import { listRoles } from '../../src/contract/endpoints/roles.ts';
import { setUp } from '../../src/contract/endpoints/setup.ts';
import { listUsers } from '../../src/contract/endpoints/users.ts';
import { auditEvents, devices, units } from '../../src/server/database/schema.ts';
import { ApiClient } from './harness/api-client.ts';
import { findFreePort } from './harness/free-port.ts';
import { startServerProcess } from './harness/program.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import { setUpOrganization } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const dayMs = 86_400_000;

/** The ways in as a person reads them off the screen. */
function readWays(lines: readonly string[]) {
  const text = lines.join('\n');
  return {
    password: /with the password: (.+)$/m.exec(text)?.[1] ?? '',
    emails: [...text.matchAll(/^ {2}[\w ]+? +(\S+@\S+)$/gm)].map(([, email = '']) => email),
    pins: [...text.matchAll(/^ {2}[\w ]+? +(\d{6}) {2}(.+)$/gm)].map(([, pin = '', name = '']) => ({
      pin,
      name,
    })),
  };
}

describe('a demo', () => {
  let server: TestServer;
  let lines: string[];
  let owner: ApiClient;

  beforeAll(async () => {
    server = await makeServer();
    lines = await greetDemo({ publicUrl: server.url, context: server.context });
    const { emails, password } = readWays(lines);
    owner = new ApiClient(server.url);
    await owner.succeed(signIn, { body: { email: emails[0] ?? '', password } });
  });

  it('holds 70 users with two roles of its own, 3 units in a tree, and 4 devices in different states', async () => {
    const people = await owner.succeed(listUsers, { query: {} });
    expect(people.total).toBe(70);
    const { roles } = await owner.succeed(listRoles, {});
    expect(roles.map(({ name }) => name)).toEqual([
      'Owner',
      'Admin',
      'Manager',
      'Staff',
      'Partner manager',
      'Partner user',
      'Floor Manager',
      'Shift Lead',
    ]);
    const tree = await server.context.database.acrossOrganizations((tx) => tx.select().from(units));
    expect(tree.filter(({ parentId }) => parentId !== null)).toHaveLength(2);
    expect(tree).toHaveLength(3);
    const found = (await owner.succeed(listDevices, {})).devices;
    expect(found).toHaveLength(4);
    expect(found.filter(({ pausedUntil }) => pausedUntil !== null)).toHaveLength(1);
    expect(found.filter(({ revokedAt, wipedAt }) => revokedAt && wipedAt)).toHaveLength(1);
  });

  it('tells of two weeks in order, and of nothing that is still to come', async () => {
    const events = await server.context.database.acrossOrganizations((tx) =>
      tx.select().from(auditEvents).orderBy(asc(auditEvents.position)),
    );
    const times = events.map(({ at }) => at.getTime());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const now = server.clock.now.getTime();
    expect(times.at(-1)).toBeLessThanOrEqual(now);
    expect(times[0]).toBeLessThan(now - 14 * dayMs);
    const count = (action: string) => events.filter((event) => event.action === action).length;
    expect(count('pin.signed-in')).toBeGreaterThan(1000);
    expect(count('pin.sign-in-failed')).toBeGreaterThan(50);
    expect(count('device.wiped')).toBe(1);
  });

  it('never shows two users at one tablet at once', async () => {
    const events = await server.context.database.acrossOrganizations((tx) =>
      tx.select().from(auditEvents).orderBy(asc(auditEvents.position)),
    );
    const present = new Map<string | null, string | null>();
    for (const { action, deviceId, actorId } of events) {
      if (action === 'pin.signed-in') {
        expect(present.get(deviceId) ?? null).toBeNull();
        present.set(deviceId, actorId);
      }
      if (action === 'pin.session-ended') {
        expect(present.get(deviceId)).toBe(actorId);
        present.set(deviceId, null);
      }
    }
    expect(present.size).toBe((await server.context.database.lookUp.select().from(devices)).length);
  });

  it('prints addresses and PINs that work, on a tablet that the owner links', async () => {
    const { emails, password, pins } = readWays(lines);
    expect([emails.length, pins.length]).toEqual([4, 4]);
    for (const email of emails) {
      await new ApiClient(server.url).succeed(signIn, { body: { email, password } });
    }
    const tablet = await TestDevice.make(server.url);
    await tablet.authorize(owner, 'Demo Tablet');
    for (const { pin, name } of pins) {
      const answer = await tablet.signInWithPin(pin);
      expect(answer).toMatchObject({ status: 200, body: { session: { user: { name } } } });
    }
  });

  it('has what somebody would look after next: partners, invitations, mails, PINs and what a tablet noted offline', async () => {
    const { partners } = await owner.succeed(listPartners, {});
    expect(partners.map(({ state }) => state).toSorted()).toEqual(['active', 'active', 'suspended']);
    const invited = (await owner.succeed(listUsers, { query: { state: 'invited' } })).users;
    expect(invited.filter(({ invitation }) => invitation?.expired)).toHaveLength(1);
    expect(invited.filter(({ undeliveredMail }) => undeliveredMail)).toHaveLength(1);
    expect(invited).toHaveLength(4);
    expect((await owner.succeed(listUndeliveredMails, {})).mails.map(({ canRetry }) => canRetry)).toEqual([
      true,
    ]);
    expect((await owner.succeed(listPinRequests, {})).requests).toHaveLength(1);
    const { devices: found } = await owner.succeed(listDevices, {});
    const open = await Promise.all(
      found.map(
        async ({ id }) => (await owner.succeed(listDeviceReviews, { params: { deviceId: id } })).open,
      ),
    );
    expect(open.filter((count) => count > 0)).toEqual([2]);
    const checked = await owner.succeed(verifyAuditTrail, {});
    expect(checked).toMatchObject({ intact: true });
  });

  it('has a temporary PIN, which asks for one of your own', async () => {
    const [, pin = '', name] = /A temporary PIN.*: (\d{6}) \((.+)\)$/m.exec(lines.join('\n')) ?? [];
    const tablet = await TestDevice.make(server.url);
    await tablet.authorize(owner, 'Tablet for Newcomers');
    const answer = await tablet.signInWithPin(pin);
    expect(answer).toMatchObject({ status: 200, body: { session: { mustChange: 'pin' } } });
    expect(name).toBe('Sofia Lindgren');
  });

  it('has voided the set-up link of the empty server', async () => {
    const body = {
      code: server.setupCode ?? '',
      organizationName: 'Mine',
      firstName: 'Mia',
      lastName: 'Mine',
      email: 'mia@mine.example',
      password: 'correct horse battery staple',
    };
    expect((await new ApiClient(server.url).refuse(setUp, { body })).code).toBe('already_set_up');
  });

  it('makes a tablet of every browser that opens the link that it prints', async () => {
    expect(lines.join('\n')).toContain(`${server.url}/?link=1`);
    const tablet = await TestDevice.make(server.url);
    const link = await tablet.succeed(askForLink, {});
    await approveTablets(server.context);
    const { linked } = await tablet.succeed(claimLink, { params: { linkId: link.id } });
    tablet.token = linked?.token ?? '';
    expect((await tablet.pull()).policy.deviceName).toContain('Demo tablet');
  });

  it('is filled once, and greets in the same words again', async () => {
    expect(await greetDemo({ publicUrl: server.url, context: server.context })).toEqual(lines);
  });
});

it('leaves an organization of somebody’s own alone', async () => {
  const server = await makeServer();
  await setUpOrganization(server);
  await expect(greetDemo({ publicUrl: server.url, context: server.context })).rejects.toThrow(
    'holds an organization of your own',
  );
});

it('says so where an earlier start was stopped before the demo was ready', async () => {
  const server = await makeServer();
  await beginPast(server.context, server.clock.now);
  await expect(greetDemo({ publicUrl: server.url, context: server.context })).rejects.toThrow(
    'was stopped before it was ready',
  );
});

it('starts by its command, without the database of a real server', { timeout: 120_000 }, async () => {
  const home = await mkdtemp(join(tmpdir(), 'floorkey-test-demo-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const settings = {
    DATA_DIR: join(home, 'demo-data'),
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/real',
    PORT: String(await findFreePort()),
    LOG_LEVEL: 'warn',
  };
  const server = await startServerProcess('scripts/demo.ts', settings, (line) => /Luca Ferrari$/.test(line));
  const { emails, password, pins } = readWays(server.lines);
  expect(pins).toHaveLength(4);
  await new ApiClient(`http://localhost:${settings.PORT}`).succeed(signIn, {
    body: { email: emails[1] ?? '', password },
  });
  expect(await server.stop()).toBe(0);
});

// Lock is lock: every app that a session opened is told of its end, again and again until it answers, and nowhere else is called.
import { createLocalJWKSet, jwtVerify } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { listAppSessions, updateApp } from '../../src/contract/endpoints/apps.ts';
import { listAuditEvents } from '../../src/contract/endpoints/audit-events.ts';
import { endPinSession } from '../../src/contract/endpoints/device.ts';
import { updateUser } from '../../src/contract/endpoints/users.ts';
import { logOutOfApp } from '../../src/server/domain/apps/app-logout.ts';
import { cutStale } from '../../src/server/domain/apps/app-sessions.ts';
import { logoutTriesMost, usualPace } from '../../src/server/jobs/jobs.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { openStoredRows, type StoredRows } from './harness/stored-rows.ts';
import { TestApp } from './harness/test-app.ts';
import { TestDevice } from './harness/test-device.ts';
import { addUser, type Member, openSession, setUpOrganization } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const pin = '840372';

let server: TestServer;
let rows: StoredRows;
let owner: Member;
let tablet: TestDevice;
let ada: Awaited<ReturnType<typeof addUser>>;

beforeAll(async () => {
  const database = await makeDatabase();
  rows = await openStoredRows(database.adminUrl);
  server = await makeServer({
    databaseUrl: database.url,
    pace: { jobs: { ...usualPace, retryDelay: 1, retryDelayMax: 1 } },
  });
  owner = await setUpOrganization(server);
  ada = await addUser(owner.client, 'staff', { pin, firstName: 'Ada', lastName: 'Byron' });
  tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, 'Counter');
});

const lock = () => tablet.call(endPinSession, { query: { reason: 'locked' } });
const sessionsOf = (app: TestApp) =>
  rows.query('select logout, logout_failure, ended_at from app_sessions where app_id = $1', [app.app.id]);
const eventsOf = async (app: TestApp) => {
  const { events } = await owner.client.succeed(listAuditEvents, { query: { action: 'apps' } });
  return events.filter(({ subject }) => subject === app.app.name).map(({ action }) => action);
};

async function openFrom(app: TestApp) {
  await tablet.signInWithPin(pin);
  return app.signIn(tablet);
}

describe('the lock', () => {
  it('tells every app that the session opened, with a token that names it', async () => {
    const apps = [await TestApp.make(server, owner), await TestApp.make(server, owner)];
    await tablet.signInWithPin(pin);
    const opened = [];
    for (const app of apps) opened.push(await app.signIn(tablet));
    await lock();
    for (const [at, app] of apps.entries()) {
      await expect.poll(() => app.logouts.length).toBe(1);
      const keys = await (await fetch(app.config.serverMetadata().jwks_uri ?? '')).json();
      const { payload } = await jwtVerify(app.logouts[0] ?? '', createLocalJWKSet(keys), {
        issuer: app.config.serverMetadata().issuer,
        audience: app.app.id,
        typ: 'logout+jwt',
      });
      expect(payload).toMatchObject({
        sub: ada.id,
        sid: opened[at]?.claims()?.sid,
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      });
      expect(payload).not.toHaveProperty('nonce');
      await expect.poll(() => sessionsOf(app)).toMatchObject([{ logout: 'answered', logout_failure: null }]);
      expect(await eventsOf(app)).toEqual(['app.logged-out', 'app.opened', 'app.created']);
    }
  });

  it('tells an app again that answered with an error, and notes what it answered', async () => {
    const app = await TestApp.make(server, owner, { logoutStatus: 500 });
    await openFrom(app);
    await lock();
    await expect.poll(() => sessionsOf(app)).toMatchObject([{ logout_failure: 'It answered 500.' }]);
    app.logoutStatus = 204;
    await expect.poll(() => sessionsOf(app)).toMatchObject([{ logout: 'answered', logout_failure: null }]);
    expect(app.logouts.length).toBeGreaterThan(1);
    expect(await eventsOf(app)).toContain('app.logout-failed');
    const { sessions } = await owner.client.succeed(listAppSessions, { params: { appId: app.app.id } });
    expect(sessions).toMatchObject([{ user: 'Ada Byron', device: 'Counter', logout: 'answered' }]);
  });

  it('calls an address of one’s own network only where the app may have one', async () => {
    const app = await TestApp.make(server, owner, { privateLogout: false });
    await openFrom(app);
    await lock();
    await expect
      .poll(() => sessionsOf(app))
      .toMatchObject([
        { logout: 'waiting', logout_failure: expect.stringContaining('network of one’s own') },
      ]);
    expect(app.logouts).toEqual([]);
    // Neither by a name that leads there, nor where clouds keep their secrets.
    const { revision } = app.app;
    const params = { appId: app.app.id };
    const { port } = new URL(app.redirectUri);
    await owner.client.succeed(updateApp, {
      params,
      body: { revision, logoutUri: `http://localhost:${port}/logout` },
    });
    const [session] = await rows.query('select id from app_sessions where app_id = $1', [app.app.id]);
    const job = { organizationId: owner.session.organization.id, appSessionId: String(session?.id) };
    await expect(logOutOfApp(server.context, job, 0)).rejects.toThrow('network of one’s own');
    await owner.client.succeed(updateApp, {
      params,
      body: { revision: revision + 1, logoutUri: 'https://169.254.169.254/', privateLogout: true },
    });
    await expect(logOutOfApp(server.context, job, 0)).rejects.toThrow('leads nowhere');
    expect(app.logouts).toEqual([]);
  });

  it('gives up on an app that never answers, and says so', async () => {
    const app = await TestApp.make(server, owner, { logoutStatus: 500 });
    await openFrom(app);
    await lock();
    await expect.poll(() => app.logouts.length).toBeGreaterThan(0);
    const [session] = await rows.query('select id from app_sessions where app_id = $1', [app.app.id]);
    const job = { organizationId: owner.session.organization.id, appSessionId: String(session?.id) };
    await logOutOfApp(server.context, job, logoutTriesMost);
    expect(await sessionsOf(app)).toMatchObject([{ logout: 'failed', logout_failure: 'It answered 500.' }]);
  });

  it('goes by, where an app has no address for it', async () => {
    const app = await TestApp.make(server, owner, { isNotTold: true });
    await openFrom(app);
    await lock();
    await expect.poll(() => sessionsOf(app)).toMatchObject([{ logout: 'none', ended_at: expect.any(Date) }]);
  });
});

it('tells apps of an end that nobody caused by hand: when a right or the time is over', async () => {
  const app = await TestApp.make(server, owner);
  await openFrom(app);
  server.clock.advance(13 * 3_600_000);
  await cutStale(server.context);
  await expect.poll(() => app.logouts.length).toBe(1);
});

it('tells apps of a suspension', async () => {
  const { cookies } = await openSession(server, owner.session);
  for (const [name, value] of cookies) owner.client.cookies.set(name, value);
  const app = await TestApp.make(server, owner);
  await openFrom(app);
  await owner.client.succeed(updateUser, {
    params: { userId: ada.id },
    body: { revision: ada.revision, state: 'suspended' },
  });
  await expect.poll(() => app.logouts.length).toBe(1);
});

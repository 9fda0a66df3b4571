// What becomes of mails when a server process ends while it sends them.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { expect, onTestFinished, test, vi } from 'vitest';
import { setUp } from '../../src/contract/endpoints/setup.ts';
import { mails } from '../../src/server/database/schema.ts';
import { unknownEnd } from '../../src/server/mail/mail-transport.ts';
import { ApiClient } from './harness/api-client.ts';
import { findFreePort } from './harness/free-port.ts';
import { shippedServer, startServerProcess } from './harness/program.ts';
import { queueTo, quickPace, waitForState } from './harness/queued-mail.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { openStoredRows } from './harness/stored-rows.ts';
import { TestClock } from './harness/test-clock.ts';
import { startMailServer, type TestMailServer } from './harness/test-mail-server.ts';
import { addUser, freshUsername, setUpOrganization, testPassword } from './harness/test-organization.ts';
import { testSecretKey } from './harness/test-server.ts';

/** A real server process, set up, with an owner who is signed in. */
async function startProcess(databaseUrl: string, mailServer: TestMailServer) {
  const dataDir = await mkdtemp(join(tmpdir(), 'floorkey-test-crash-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const port = String(await findFreePort());
  const child = await startServerProcess(
    shippedServer,
    {
      PORT: port,
      DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl,
      SECRET_KEY: testSecretKey,
      SMTP_URL: `smtp://localhost:${mailServer.port}`,
    },
    (line) => line.includes('/setup#code='),
  );
  const code = child.lines.join('\n').split('/setup#code=')[1]?.split(/\s/)[0] ?? '';
  const client = new ApiClient(`http://localhost:${port}`);
  await client.succeed(setUp, {
    body: {
      code,
      organizationName: 'Northgate Bakery',
      firstName: 'Olive',
      lastName: 'Owner',
      email: 'olive@northgate.example',
      password: testPassword,
    },
  });
  return { child, client };
}

test('a crash between the sending of a mail and its acknowledgement never doubles it', async () => {
  const mailServer = await startMailServer({ answer: () => undefined });
  const database = await makeDatabase();
  const { child, client } = await startProcess(database.url, mailServer);
  const email = `${freshUsername()}@northgate.example`;
  await addUser(client, 'staff', { email });
  await mailServer.waitForMails(email, 1);
  process.kill(child.pid, 'SIGKILL');
  await child.stop();

  // Another process comes later and finds the mail being sent by nobody.
  const clock = new TestClock();
  clock.advance(5 * 60_000 + 1000);
  const env = { SMTP_URL: `smtp://localhost:${mailServer.port}` };
  const server = await makeServer({ databaseUrl: database.url, env, clock, pace: quickPace });
  const rows = await openStoredRows(database.adminUrl);
  onTestFinished(() => rows.close());
  const [mail] = await rows.query('select id, state from mails');
  expect(mail?.state).toBe('sending');
  // Its last heartbeat was long ago, too.
  await rows.query(
    `update pgboss.job set heartbeat_on = heartbeat_on - interval '2 minutes', retry_delay_max = 1`,
  );
  const ended = await waitForState(server, String(mail?.id), 'failed', unknownEnd);
  expect(ended).toMatchObject({ attempts: 1, sendingSince: null });
  expect(mailServer.taken.filter(({ to }) => to === email)).toHaveLength(1);
  const events = await rows.query(`select detail from audit_events where action = 'mail.failed'`);
  expect(events).toHaveLength(1);
}, 90_000);

/** A mail that the mail server has got and not yet acknowledged. @returns with `finish`, by which it does */
async function sendSlowly() {
  let acknowledge = (): void => undefined;
  const mailServer = await startMailServer({
    answer: (_mail, callback) => {
      acknowledge = () => callback();
    },
  });
  const env = { SMTP_URL: `smtp://localhost:${mailServer.port}` };
  const server = await makeServer({
    env,
    pace: { ...quickPace, smtp: { ...quickPace.smtp, answer: 20_000, whole: 20_000 } },
  });
  onTestFinished(() => server.stop());
  const owner = await setUpOrganization(server);
  const id = await queueTo({ server, owner }, 'slow@northgate.example');
  await mailServer.waitForMails('slow@northgate.example', 1);
  return { mailServer, server, owner, id, finish: () => acknowledge() };
}

test('a mail that somebody is sending just now is left to them', async () => {
  const { mailServer, server, owner, id, finish } = await sendSlowly();
  // A second job of the same mail, as after a heartbeat that came late.
  await server.context.database.inOrganization(owner.session.organization.id, (tx) =>
    server.context.jobs.enqueue(tx, 'send-mail', { mailId: id }),
  );
  await vi.waitFor(() => expect(server.logLines.join('\n')).toContain('somebody else is sending this mail'), {
    timeout: 10_000,
  });
  expect((await waitForState(server, id, 'sending')).attempts).toBe(1);
  finish();
  await waitForState(server, id, 'sent');
  expect(mailServer.taken).toHaveLength(1);
});

test('an acknowledgement that comes after the mail was given up still counts', async () => {
  const { server, id, finish } = await sendSlowly();
  await server.context.database.lookUp.update(mails).set({ state: 'failed' }).where(eq(mails.id, id));
  finish();
  expect(await waitForState(server, id, 'sent')).toMatchObject({ sealed: null, attempts: 1 });
});

test('a stop breaks off what was not handed over yet, and the next start sends it', async () => {
  let greets = false;
  const mailServer = await startMailServer({ onConnect: (_session, callback) => greets && callback() });
  const database = await makeDatabase();
  const env = { SMTP_URL: `smtp://localhost:${mailServer.port}` };
  const slow = { ...quickPace, smtp: { greeting: 25_000, answer: 25_000, whole: 25_000 } };
  const first = await makeServer({ databaseUrl: database.url, env, pace: slow });
  const owner = await setUpOrganization(first);
  const id = await queueTo({ server: first, owner }, 'stopped@northgate.example');
  await waitForState(first, id, 'sending');
  const before = performance.now();
  await first.stop();
  expect(performance.now() - before).toBeLessThan(4000);
  greets = true;
  const second = await makeServer({ databaseUrl: database.url, env, pace: quickPace });
  await waitForState(second, id, 'sent');
  expect(mailServer.taken).toHaveLength(1);
});

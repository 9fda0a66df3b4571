// Mails over protected connections: STARTTLS with a sign-in, and what is never said without it.
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { queueTo, quickPace, waitForState } from './harness/queued-mail.ts';
import { makeServer } from './harness/server-of-file.ts';
import { type Certificate, makeCertificate, startMailServer } from './harness/test-mail-server.ts';
import { setUpOrganization } from './harness/test-organization.ts';

const noTrust = 'The mail server’s certificate can’t be trusted.';
const noSignIn = 'The mail server didn’t accept Floorkey’s username and password.';

let certificate: Certificate;
beforeAll(async () => {
  certificate = await makeCertificate();
});

async function makeSender(smtpUrl: string) {
  const server = await makeServer({ env: { SMTP_URL: smtpUrl }, pace: quickPace });
  onTestFinished(() => server.stop());
  return { server, owner: await setUpOrganization(server) };
}

/** A mail server that takes mails only from `floorkey` with the password `p@ss/word`, and only through TLS. */
async function startGuardedServer(options: { secure?: boolean } = {}) {
  const signIns: { user: string; secure: boolean }[] = [];
  const mailServer = await startMailServer({
    ...options,
    key: certificate.key,
    cert: certificate.cert,
    authOptional: false,
    onAuth: ({ username = '', password }, session, callback) => {
      signIns.push({ user: username, secure: session.secure });
      const isRight = username === 'floorkey' && password === 'p@ss/word';
      callback(null, isRight ? { user: username } : { message: 'no secret words', responseCode: 535 });
    },
  });
  return { mailServer, signIns };
}

const login = 'floorkey:p%40ss%2Fword';

test.each([
  ['STARTTLS', 'smtp', false],
  ['TLS from the start', 'smtps', true],
])('a mail goes by %s, after a sign-in', async (_how, scheme, secure) => {
  const { mailServer, signIns } = await startGuardedServer({ secure });
  const sender = await makeSender(`${scheme}://${login}@localhost:${mailServer.port}?ca=${certificate.file}`);
  await waitForState(sender.server, await queueTo(sender, 'safe@northgate.example'), 'sent');
  expect(signIns).toEqual([{ user: 'floorkey', secure: true }]);
  expect(mailServer.taken.map(({ to, session }) => [to, session.secure])).toEqual([
    ['safe@northgate.example', true],
  ]);
});

test('a certificate that nobody vouches for is not taken, and neither user nor password is said', async () => {
  const { mailServer, signIns } = await startGuardedServer();
  const sender = await makeSender(`smtp://${login}@localhost:${mailServer.port}`);
  const id = await queueTo(sender, 'forged@northgate.example');
  await waitForState(sender.server, id, 'waiting', noTrust);
  expect(signIns).toEqual([]);
  expect(mailServer.taken).toEqual([]);
});

test('a certificate of another host is not taken', async () => {
  const { mailServer, signIns } = await startGuardedServer();
  const sender = await makeSender(`smtp://${login}@127.0.0.1:${mailServer.port}?ca=${certificate.file}`);
  await waitForState(sender.server, await queueTo(sender, 'other@northgate.example'), 'waiting', noTrust);
  expect(signIns).toEqual([]);
});

test('a wrong password is not the fault of the mail: it waits, the reason is told, and no secret with it', async () => {
  const { mailServer, signIns } = await startGuardedServer();
  const sender = await makeSender(
    `smtp://floorkey:wrong-password@localhost:${mailServer.port}?ca=${certificate.file}`,
  );
  const id = await queueTo(sender, 'later@northgate.example');
  await waitForState(sender.server, id, 'waiting', noSignIn);
  expect(signIns.length).toBeGreaterThan(0);
  expect(mailServer.taken).toEqual([]);
  expect(sender.server.logLines.filter((line) => line.includes(noSignIn))).not.toEqual([]);
  expect(sender.server.logLines.join('\n')).not.toMatch(/wrong-password|d3JvbmctcGFzc3dvcmQ/);
});

test('the start says which mail server it is, and neither user nor password', async () => {
  const { mailServer } = await startGuardedServer();
  const { server } = await makeSender(`smtp://${login}@localhost:${mailServer.port}?ca=${certificate.file}`);
  const lines = server.logLines.filter((line) => line.includes('mails are sent by SMTP'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(`localhost:${mailServer.port}`);
  expect(server.logLines.join('\n')).not.toMatch(/p%40ss|p@ss|floorkey:/);
});

test('a file with certificates that is not there stops the start in one line', async () => {
  const start = makeServer({ env: { SMTP_URL: 'smtp://localhost:25?ca=/no/such/file.pem' } });
  await expect(start).rejects.toThrow(
    'SMTP_URL is wrong: the file /no/such/file.pem with certificates can’t be read.',
  );
});

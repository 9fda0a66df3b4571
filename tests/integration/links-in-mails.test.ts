// Where the links in mails lead: to PUBLIC_URL, whatever the request that causes a mail says of itself.
import { type IncomingMessage, request as sendOverHttp } from 'node:http';
import { expect, test } from 'vitest';
import { requestPasswordReset } from '../../src/contract/endpoints/password-reset.ts';
import { makeServer } from './harness/server-of-file.ts';
import { openMailbox } from './harness/test-mailbox.ts';
import { setUpOrganization } from './harness/test-organization.ts';

const email = 'olive@northgate.example';

/** Sends a request with any Host, which `fetch` would write itself. @returns the status of the answer */
async function askForReset(url: string, headers: Record<string, string>): Promise<number | undefined> {
  const { method, path } = requestPasswordReset;
  const sent = sendOverHttp(url + path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
  });
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  sent.once('response', resolve).once('error', reject).end(JSON.stringify({ email }));
  const answer = await promise;
  answer.resume();
  return answer.statusCode;
}

test.each([
  ['behind no proxy', {}],
  ['behind a proxy', { TRUST_PROXY: 'true' }],
])(
  'a link is made from PUBLIC_URL %s, though the request says that it came to another host',
  async (_where, env) => {
    const server = await makeServer({ env: { ...env, PUBLIC_URL: 'https://door.northgate.example' } });
    await setUpOrganization(server);
    const status = await askForReset(server.url, {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      'x-forwarded-for': '192.0.2.1',
      forwarded: 'host=evil.example;proto=http',
    });
    expect(status).toBe(204);
    const mail = await openMailbox(server).waitForMail(email, 'Choose a new password');
    expect(mail.link).toMatch(/^https:\/\/door\.northgate\.example\/reset-password#code=\S+$/);
    expect(mail.html).toContain(mail.link);
    expect(mail.text + mail.html).not.toContain('evil.example');
  },
);

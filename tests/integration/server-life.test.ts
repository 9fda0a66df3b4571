// The life of a server: its start and stop as a process, its certificate, and requests that are still in flight.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TLSSocket } from 'node:tls';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { signIn } from '../../src/contract/endpoints/password.ts';
import { checkSetupCode } from '../../src/contract/endpoints/setup.ts';
import { nameSourceLines } from '../../src/server/source-lines.ts';
import { ApiClient } from './harness/api-client.ts';
import { findFreePort } from './harness/free-port.ts';
import { shippedServer } from './harness/program.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import { setUpOrganization, testPassword } from './harness/test-organization.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'floorkey-test-life-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the real entry. @returns its process, what it says line by line, and how it ends */
function startProcess(settings: Record<string, string>, options: readonly string[] = []) {
  const child = spawn(process.execPath, [...options, shippedServer], {
    cwd: root,
    env: { PATH: process.env.PATH, DATA_DIR: folder, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  const said = async (start: string): Promise<string> => {
    for (;;) {
      const line = lines.find((one) => one.startsWith(start));
      if (line !== undefined) return line;
      await Promise.race([
        once(reader, 'line'),
        once(child, 'exit').then(() => Promise.reject(new Error(`it ended: ${errors.join('\n')}`))),
      ]);
    }
  };
  const ended = once(child, 'exit').then(([code]) => Number(code));
  return { child, lines, errors, said, ended };
}

describe('the process', () => {
  it('says where it is ready, prints the set-up link, and ends cleanly on SIGTERM', async () => {
    const { url: databaseUrl } = await makeDatabase();
    const port = String(await findFreePort());
    const server = startProcess({ PORT: port, DATABASE_URL: databaseUrl });
    expect(await server.said('Floorkey is ready')).toBe(`Floorkey is ready at http://localhost:${port}`);
    const link = await server.said('Set up your organization');
    const [, code = ''] = /#code=(\S+)$/.exec(link) ?? [];
    const client = new ApiClient(`http://localhost:${port}`);
    await client.succeed(checkSetupCode, { body: { code } });
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(server.errors).toEqual([]);
  });

  it('hashes as hard as OWASP asks for, whatever its settings: the lighter hashes of tests are no setting', async () => {
    const database = await makeDatabase();
    const port = String(await findFreePort());
    const lighter = { NODE_ENV: 'test', VITEST: 'true', HASHING: 'light', ARGON2_MEMORY_COST: '64' };
    const server = startProcess({ ...lighter, PORT: port, DATABASE_URL: database.url });
    const [, setupCode = null] = /#code=(\S+)$/.exec(await server.said('Set up your organization')) ?? [];
    await setUpOrganization({ url: `http://localhost:${port}`, setupCode });
    const client = new pg.Client({ connectionString: database.adminUrl });
    await client.connect();
    const { rows } = await client.query('select password_hash from users');
    await client.end();
    expect(rows[0].password_hash).toMatch(/^\$argon2id\$v=19\$m=47104,t=1,p=1\$/);
    server.child.kill('SIGTERM');
    await server.ended;
  });

  it('loads the provider of apps with the first request for one, from beside the one file', async () => {
    const database = await makeDatabase();
    const port = String(await findFreePort());
    const server = startProcess({ PORT: port, DATABASE_URL: database.url });
    const [, setupCode = null] = /#code=(\S+)$/.exec(await server.said('Set up your organization')) ?? [];
    const { session } = await setUpOrganization({ url: `http://localhost:${port}`, setupCode });
    const issuer = `http://localhost:${port}/o/${session.organization.id}/oidc`;
    const answer = await fetch(`${issuer}/.well-known/openid-configuration`);
    expect(await answer.json()).toMatchObject({ issuer, jwks_uri: `${issuer}/jwks` });
    expect((await fetch(`http://localhost:${port}/o/${crypto.randomUUID()}/oidc/jwks`)).status).toBe(404);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(server.errors).toEqual([]);
  });

  it.each([
    [{ PORT: 'abc' }, 'PORT'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
    [{ TLS_CERT: '/nothing/cert.pem', TLS_KEY: '/nothing/key.pem' }, 'TLS_CERT'],
    [{ PORT: 'TAKEN' }, 'PORT'],
  ])('stops the start at %o with one line that says what to write', async (settings, name) => {
    const database = await makeDatabase();
    const other = await makeServer();
    const taken = new URL(other.url).port;
    const port = 'PORT' in settings ? settings.PORT.replace('TAKEN', taken) : String(await findFreePort());
    const { ended, errors, lines } = startProcess({ DATABASE_URL: database.url, ...settings, PORT: port });
    expect(await ended).toBe(1);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(name);
    expect(errors[0]).toContain('write');
    expect(lines.filter((line) => line.startsWith('Floorkey is ready'))).toEqual([]);
  });

  it('refuses a database that was filled with another secret key, and names the ways out', async () => {
    const { url: databaseUrl } = await makeDatabase();
    await (await makeServer({ databaseUrl })).stop();
    await expect(makeServer({ databaseUrl, env: { SECRET_KEY: 'x'.repeat(43) } })).rejects.toThrow(
      /secret\.key.*recover/,
    );
  });
});

/** Breaks in a way that no code of ours sees, when the test asks for it. */
const breakers = {
  'a promise that nobody waits for': `void Promise.reject(new Error('nobody waits'))`,
  'an error in a callback': `throw new Error('nobody waits')`,
};

describe('the last resort', () => {
  it.each(Object.entries(breakers))('logs %s, stops what runs, and ends with code 1', async (_, code) => {
    const { url: databaseUrl } = await makeDatabase();
    const broken = `data:text/javascript,process.once('SIGUSR2',()=>{${encodeURIComponent(code)}})`;
    const settings = { PORT: String(await findFreePort()), DATABASE_URL: databaseUrl };
    const server = startProcess(settings, ['--import', broken]);
    await server.said('Floorkey is ready');
    server.child.kill('SIGUSR2');
    expect(await server.ended).toBe(1);
    const log = server.lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
    expect(log).toContainEqual(
      expect.objectContaining({
        level: 'fatal',
        msg: 'an error that nobody caught',
        err: expect.objectContaining({ message: 'nobody waits' }),
      }),
    );
    expect(log).toContainEqual(expect.objectContaining({ msg: 'stopping', reason: 'error' }));
    // Node's own report would have told what a statement carried.
    expect(server.errors).toEqual([]);
  });
});

describe('an error of the shipped server', () => {
  it('names the lines of the sources', async () => {
    const file = join(root, 'dist-server/main.js');
    const lines = (await readFile(file, 'utf8')).split('\n');
    const line = lines.findIndex((text) => text.includes('function migrateDatabase('));
    const column = lines[line]?.indexOf('migrateDatabase(') ?? -1;
    const frame = (path: string) => `at migrateDatabase (${path}:${line + 1}:${column + 1})`;
    const source = await readFile(join(root, 'src/server/database/migrate.ts'), 'utf8');
    const declared = source.split('\n').findIndex((text) => text.includes('function migrateDatabase('));
    for (const path of [file, pathToFileURL(file).href]) {
      expect(nameSourceLines(frame(path))).toMatch(
        new RegExp(`^at migrateDatabase \\(src/server/database/migrate\\.ts:${declared + 1}:\\d+\\)$`),
      );
    }
  });

  it('keeps the lines of what has no source map', () => {
    const frames = 'at run (/srv/dist-server/gone.js:3:7)\n    at node:internal/main:1:1';
    expect(nameSourceLines(frames)).toBe(frames);
  });
});

describe('stopping', () => {
  it('lets a request in flight finish, takes no new one, and then ends', async () => {
    const server = await makeServer();
    await setUpOrganization(server);
    const { hashing } = server.context;
    const verify = hashing.verifyPassword.bind(hashing);
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    vi.spyOn(hashing, 'verifyPassword').mockImplementation(async (...given) => {
      reached.resolve();
      await gate.promise;
      return verify(...given);
    });
    const client = new ApiClient(server.url);
    const inFlight = client.call(signIn, {
      body: { email: 'olive@northgate.example', password: testPassword },
    });
    await reached.promise;
    const stopped = server.stop();
    await expect(fetch(`${server.url}/api/health`)).rejects.toThrow();
    gate.resolve();
    expect((await inFlight).status).toBe(200);
    await stopped;
  });

  it('ends open streams instead of waiting for them', async () => {
    const server = await makeServer();
    const owner = await setUpOrganization(server);
    const tablet = await TestDevice.make(server.url);
    await tablet.authorize(owner.client, 'Tablet');
    const stream = await tablet.openStream();
    await stream.waitFor('changed');
    await server.stop();
    await stream.ended;
  });
});

/** Makes a key and a certificate for localhost. */
async function makeCertificate(name: string): Promise<{ cert: string; key: string }> {
  const [cert, key] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost', '-days', '2', '-nodes'];
  await run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-keyout',
    key,
    '-out',
    cert,
    ...subject,
  ]);
  return { cert, key };
}

/** Asks over TLS. @returns the name on the certificate and the answer's headers */
function ask(
  url: string,
): Promise<{ name: string; headers: Record<string, unknown>; status: number | undefined }> {
  return new Promise((resolve, reject) => {
    // The certificate is the test's own, which is just what is looked at.
    get(`${url}/api/health`, { rejectUnauthorized: false, agent: false }, (response) => {
      const { subject } = (response.socket as TLSSocket).getPeerCertificate();
      response
        .resume()
        .on('end', () =>
          resolve({ name: String(subject.CN), headers: response.headers, status: response.statusCode }),
        );
    }).on('error', reject);
  });
}

const hasOpenssl = await run('openssl', ['version']).then(
  () => true,
  () => false,
);

describe.runIf(hasOpenssl)('with TLS', () => {
  it('serves https with HSTS, keeps the old certificate while the new files are no good, and takes new ones without a restart', async () => {
    const [first, second] = [await makeCertificate('first'), await makeCertificate('second')];
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    await copyFile(first.cert, cert);
    await copyFile(first.key, key);
    const server = await makeServer({ env: { TLS_CERT: cert, TLS_KEY: key } });
    expect(server.url).toMatch(/^https:/);
    expect(server.context.env.tls).not.toBeNull();
    expect(await ask(server.url)).toMatchObject({
      name: 'first',
      status: 200,
      headers: { 'strict-transport-security': expect.any(String) },
    });
    const logged = (text: string) =>
      vi.waitFor(() => expect(server.logLines.join('')).toContain(text), { timeout: 25_000, interval: 50 });
    await writeFile(cert, 'no certificate at all');
    await logged('old ones stay in use');
    expect((await ask(server.url)).name).toBe('first');
    await copyFile(second.cert, cert);
    await copyFile(second.key, key);
    await logged('was read again');
    expect((await ask(server.url)).name).toBe('second');
  }, 70_000);
});

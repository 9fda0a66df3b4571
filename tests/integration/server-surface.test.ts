// The surface of the server: headers, problems, the OpenAPI document, health, metrics.
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Endpoint } from '../../src/contract/endpoint.ts';
import { endpoints } from '../../src/contract/endpoints.ts';
import { problemSchema, problems } from '../../src/contract/problem.ts';
import { ApiClient, codeOf, readAnswer } from './harness/api-client.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import type { TestServer } from './harness/test-server.ts';

const all: readonly Endpoint[] = Object.values(endpoints);

let server: TestServer;
let proxied: TestServer;
beforeAll(async () => {
  server = await makeServer();
  proxied = await makeServer({
    databaseUrl: server.context.database.connectionString,
    env: { TRUST_PROXY: 'true', METRICS: 'open', PUBLIC_URL: 'https://floorkey.example.com' },
  });
});

const get = async (path: string, headers: Record<string, string> = {}, from = server) =>
  readAnswer(await new ApiClient(from.url).send(path, { headers }));

describe('security headers', () => {
  it.each([
    '/',
    '/sign-in',
    '/manifest.webmanifest',
    '/nothing.js',
    '/api/health',
    '/api/session',
    '/api/nothing',
    '/api/openapi.json',
  ])('stand on every answer, such as that of %s', async (path) => {
    const { headers } = await get(path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin-allow-popups');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).not.toMatch(/(?<!'wasm-)unsafe-|\*|https?:/);
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('server')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
    if (path.startsWith('/api/')) expect(headers.get('cache-control')).toBe('no-store');
  });

  it('ask pages for trusted types, and let them load only their own files', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).not.toContain('PLACEHOLDER');
  });

  it('pin browsers to TLS only where they speak it with the proxy', async () => {
    const secure = await get('/', { 'x-forwarded-proto': 'https' }, proxied);
    expect(secure.headers.get('strict-transport-security')).toMatch(/^max-age=31536000/);
    const plain = await get('/', { 'x-forwarded-proto': 'http' }, proxied);
    expect(plain.headers.get('strict-transport-security')).toBeNull();
    expect(
      (await get('/', { 'x-forwarded-proto': 'https' })).headers.get('strict-transport-security'),
    ).toBeNull();
  });
});

describe('problems', () => {
  it('have their own content type, the status of their code, a sentence and the id of the request', async () => {
    for (const path of ['/api/session', '/api/nothing', '/api/users/x', '/api/device/sync']) {
      const answer = await get(path);
      expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      const problem = problemSchema.parse(answer.body);
      const known = new Map<string, { status: number; title: string }>(Object.entries(problems)).get(
        problem.code,
      );
      expect(problem).toMatchObject({
        status: answer.status,
        title: known?.title,
        type: `/problems/${problem.code}`,
      });
      expect(known?.status).toBe(answer.status);
      expect(problem.detail).toMatch(/^[A-Z].*\.$/);
      expect(problem.requestId).toBe(answer.headers.get('x-request-id'));
    }
  });

  it('name an id that stands in the log, and take none from the caller', async () => {
    const { headers } = await get('/api/session', { 'x-request-id': 'made-up' });
    const id = headers.get('x-request-id') ?? '';
    expect(id).not.toBe('made-up');
    expect(server.logLines.join('')).toContain(id);
  });

  it('tell nothing of an error that nobody foresaw', async () => {
    const { adminUrl, url } = await makeDatabase();
    const broken = await makeServer({ databaseUrl: url });
    const { openStoredRows } = await import('./harness/stored-rows.ts');
    const rows = await openStoredRows(adminUrl);
    await rows.query('drop table account_sessions cascade');
    const client = new ApiClient(broken.url);
    client.cookies.set('floorkey', `${crypto.randomUUID()}.${'A'.repeat(43)}`);
    const answer = await client.call(endpoints.getSession, {});
    expect(codeOf(answer)).toBe('internal');
    expect(JSON.stringify(answer.body)).not.toMatch(/account_sessions|relation|select|\.ts/i);
    expect(broken.logLines.join('')).toContain('account_sessions');
    await rows.close();
  });

  it('refuse headers that are too large, before anything reads them', async () => {
    const response = await fetch(`${server.url}/api/session?x=${'y'.repeat(20_000)}`);
    expect(response.status).toBe(431);
  });
});

describe('health', () => {
  it('tells that the process lives and which version it is', async () => {
    const { version } = server.context;
    expect(await get('/api/health')).toMatchObject({ status: 200, body: { status: 'live', version } });
  });

  it('is ready with its database, and says so when the database is gone, while the process lives on', async () => {
    const database = await makeDatabase();
    const alone = await makeServer({ databaseUrl: database.url });
    expect((await get('/api/ready', {}, alone)).body).toEqual({ status: 'ready' });
    await database.drop();
    const answer = await get('/api/ready', {}, alone);
    expect([answer.status, codeOf(answer)]).toEqual([503, 'unavailable']);
    expect((await get('/api/health', {}, alone)).status).toBe(200);
  });
});

describe('metrics', () => {
  it('count requests by operation, for this machine alone', async () => {
    await get('/api/health');
    const { body, headers } = await get('/metrics');
    expect(headers.get('content-type')).toContain('text/plain');
    expect(body).toMatch(/floorkey_http_request_seconds_count\{operation="getHealth",status="200"\} [1-9]/);
    expect(body).toContain('floorkey_device_streams 0');
  });

  it('are nothing to whoever comes through a proxy, unless the operator opened them', async () => {
    for (const header of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip', 'x-forwarded-proto']) {
      expect(codeOf(await get('/metrics', { [header]: 'for=203.0.113.5' })), header).toBe('not_found');
    }
    expect((await get('/metrics', { 'x-forwarded-for': '203.0.113.5' }, proxied)).status).toBe(200);
  });
});

describe('behind a trusted proxy', () => {
  it('takes its public address and the one that the proxy names for its own, and no other', async () => {
    const client = new ApiClient(proxied.url);
    const codeFor = async (headers: Record<string, string>) =>
      codeOf(await client.call(endpoints.checkSetupCode, { body: { code: 'x' } }, headers));
    expect(await codeFor({ origin: 'https://floorkey.example.com' })).toBe('setup_code_invalid');
    const forwarded = { 'x-forwarded-host': 'keys.example.com', 'x-forwarded-proto': 'https' };
    expect(await codeFor({ origin: 'https://keys.example.com', ...forwarded })).toBe('setup_code_invalid');
    expect(await codeFor({ origin: 'https://evil.example.com', ...forwarded })).toBe('cross_site');
  });

  it('counts tries by the address that the proxy saw, and without a proxy by nobody’s word', async () => {
    const tries = async (from: TestServer, address: (at: number) => string) => {
      const client = new ApiClient(from.url);
      const answers = await Promise.all(
        Array.from({ length: 35 }, (_, at) =>
          client.call(endpoints.checkSetupCode, { body: { code: 'x' } }, { 'x-forwarded-for': address(at) }),
        ),
      );
      return answers.filter((answer) => codeOf(answer) === 'too_many_attempts').length;
    };
    expect(await tries(proxied, (at) => `203.0.113.${at}`)).toBe(0);
    expect(await tries(proxied, (at) => `198.51.100.${at}, 192.0.2.1`)).toBe(5);
    // However often a proxy spells one place anew.
    expect(await tries(proxied, (at) => `192.0.2.2:${4711 + at}`)).toBe(5);
    expect(await tries(proxied, (at) => (at % 2 ? '::ffff:192.0.2.3' : '192.0.2.3'))).toBe(5);
    expect(await tries(proxied, (at) => `2001:db8:0:1::${at + 1}`)).toBe(5);
    expect(await tries(server, (at) => `203.0.113.${at}`)).toBeGreaterThanOrEqual(5);
  });
});

describe('the OpenAPI document', () => {
  const operationSchema = z.object({
    operationId: z.string(),
    summary: z.string().min(5),
    description: z.string().min(5),
    parameters: z.array(
      z.object({
        name: z.string(),
        in: z.enum(['path', 'query', 'header']),
        required: z.boolean(),
        schema: z.object({}),
      }),
    ),
    requestBody: z
      .object({
        required: z.literal(true),
        content: z.object({ 'application/json': z.object({ schema: z.object({}) }) }),
      })
      .optional(),
    responses: z.record(z.string().regex(/^[2-5][0-9]{2}$/), z.object({ description: z.string().min(1) })),
    security: z.array(z.record(z.string(), z.array(z.string()))),
  });
  const documentSchema = z.object({
    openapi: z.string().regex(/^3\.1\.\d$/),
    info: z.object({ title: z.string(), version: z.string() }),
    paths: z.record(
      z.string().startsWith('/api/'),
      z.record(z.enum(['get', 'post', 'patch', 'delete', 'put']), operationSchema.optional()),
    ),
    components: z.object({
      schemas: z.record(z.string(), z.unknown()),
      securitySchemes: z.record(z.string(), z.unknown()),
    }),
  });

  it('tells of exactly the endpoints of the contract, in a valid form', async () => {
    const { body } = await get('/api/openapi.json');
    const document = documentSchema.parse(body);
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).flatMap(([method, operation]) => (operation ? [{ path, method, operation }] : [])),
    );
    expect(
      operations
        .map(({ path, method, operation }) => `${operation.operationId} ${method} ${path}`)
        .toSorted(),
    ).toEqual(
      all.map(({ operation, method, path }) => `${operation} ${method.toLowerCase()} ${path}`).toSorted(),
    );
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = operation.parameters.filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => name)).toEqual(inPath);
      expect(declared.every(({ required }) => required)).toBe(true);
      expect(Object.keys(operation.responses).filter((status) => status.startsWith('2'))).toHaveLength(1);
      for (const requirement of operation.security) {
        for (const scheme of Object.keys(requirement))
          expect(document.components.securitySchemes).toHaveProperty(scheme);
      }
    }
    const references = [...JSON.stringify(body).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, reference]) => reference,
    );
    expect(new Set(references)).toEqual(new Set(['#/components/schemas/Problem']));
  });
});

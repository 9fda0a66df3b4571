// Puts the parts of the server together: one Hono app out of a context.
import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { pullChanges } from '../contract/endpoints/device.ts';
import { answerHeader, requestIdHeader } from '../contract/headers.ts';
import type { Context } from './context.ts';
import { ProblemError } from './domain/access/problem-error.ts';
import { answerAsProvider } from './http/app-provider.ts';
import { openDeviceStreams } from './http/device-streams.ts';
import { createMetrics } from './http/metrics.ts';
import { makeOpenApiDocument } from './http/openapi.ts';
import { respondWithProblem, toProblemError } from './http/problem-response.ts';
import { isFromThisMachine } from './http/request-source.ts';
import { makeRoutes } from './http/routes.ts';
import { setSecurityHeaders } from './http/security-headers.ts';
import { serveApp } from './http/static-files.ts';

export type App = {
  fetch: Hono['fetch'];
  /** Ends the open streams, so that the server can close. */
  close(): void;
};

/** @param appFolder where the built app lies */
export function createApp(context: Context, appFolder: string): App {
  const streams = openDeviceStreams(context);
  const metrics = createMetrics(streams.count);
  const hono = new Hono<{ Variables: { requestId: string; operation: string } }>();

  hono.use(async (request, next) => {
    const started = performance.now();
    const requestId = randomUUID();
    request.set('requestId', requestId);
    request.set('operation', 'page');
    request.header(requestIdHeader, requestId);
    request.header(answerHeader, 'yes');
    setSecurityHeaders(context, request);
    await next();
    const { status } = request.res;
    const ms = Math.round((performance.now() - started) * 10) / 10;
    metrics.note(request.get('operation'), status, ms / 1000);
    // Never the query or a header: they may hold what is secret.
    const line = { requestId, method: request.req.method, path: request.req.path, status, ms };
    // Nor where a page lies: mail programs write the code of a link into it (`/invite%23code=…`).
    if (request.get('operation') === 'page') context.log.debug({ ...line, path: undefined }, 'request');
    else context.log.info(line, 'request');
  });

  hono.onError((error, request) => {
    const problem = toProblemError(error);
    const requestId = request.get('requestId');
    context.writeProbe.noteFailure(error);
    if (problem.status >= 500) context.log.error({ err: error, requestId }, problem.code);
    return respondWithProblem(request, problem, requestId);
  });

  // A whole roster is large and like itself; it mirrors nothing of the request, so its size tells nothing (BREACH).
  hono.use(pullChanges.path, compress());
  const routes = makeRoutes(streams);
  for (const { endpoint, respond } of routes) {
    hono.on(endpoint.method, endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1'), (request) => {
      request.set('operation', endpoint.operation);
      return respond(context, request);
    });
  }

  const openApi = JSON.stringify(makeOpenApiDocument(context.version));
  hono.get('/api/openapi.json', (request) =>
    request.body(openApi, 200, { 'content-type': 'application/json', 'cache-control': 'no-store' }),
  );
  hono.get('/metrics', async (request) => {
    if (!context.env.openMetrics && !isFromThisMachine(request)) {
      throw new ProblemError('not_found', 'There is nothing at this address.');
    }
    return request.body(await metrics.render(), 200, {
      'content-type': metrics.contentType,
      'cache-control': 'no-store',
    });
  });
  hono.all('/api/*', (request) => {
    const isKnown = routes.some(({ endpoint }) =>
      new RegExp(`^${endpoint.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(request.req.path),
    );
    throw isKnown
      ? new ProblemError('method_not_allowed', 'This address exists, but not with this method.')
      : new ProblemError('not_found', 'There is nothing at this address.');
  });
  hono.all('/o/*', (request) => {
    request.set('operation', 'app-provider');
    return answerAsProvider(context, request);
  });
  hono.get('*', serveApp(appFolder));
  hono.notFound((request) =>
    respondWithProblem(
      request,
      new ProblemError('not_found', 'There is nothing at this address.'),
      request.get('requestId'),
    ),
  );
  return { fetch: hono.fetch, close: streams.close };
}

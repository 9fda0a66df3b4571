// A small site under the app's strict policies, on which the driving of the engines is tried.
import { createServer } from 'node:http';
import { findFreePort } from './free-port.ts';
import { samplePage, sampleScript, sampleWorker } from './sample-page.ts';

/** A running site. */
export interface SampleSite {
  /** The address of its only page. */
  url: string;
  /** Stops it, and cuts every connection. May be called twice. */
  stop(): Promise<void>;
}

const policy =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; require-trusted-types-for 'script'; trusted-types sample worker";

const files = new Map([
  ['/', { type: 'text/html', body: samplePage }],
  ['/page.js', { type: 'text/javascript', body: sampleScript }],
  ['/worker.js', { type: 'text/javascript', body: sampleWorker }],
  [
    '/page.css',
    {
      type: 'text/css',
      body: '.cover { position: relative; top: -2rem; height: 2rem; margin-bottom: -2rem; }',
    },
  ],
]);

/** Starts the site on a free port of localhost, which is a secure context without https. */
export async function startSampleSite(): Promise<SampleSite> {
  const port = await findFreePort();
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    response.setHeader('content-security-policy', policy);
    response.setHeader('cache-control', 'no-store');
    response.setHeader('content-type', `${file?.type ?? 'text/plain'}; charset=utf-8`);
    response.statusCode = file ? 200 : 403;
    response.end(file?.body ?? 'refused');
  });
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  return {
    url: `http://localhost:${port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

// Listening for requests, over http or https, and closing without cutting one off.

import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { getRequestListener } from '@hono/node-server';
import type { Logger } from 'pino';
import type { App } from './app.ts';
import { type Env, WrongSetting } from './env.ts';

const fileLookMs = 10_000;
/** With what jobs and the database may take after it, a stop stays under ten seconds. */
const drainMs = 4_000;
const sweepMs = 50;

export type Listener = { readonly port: number; close(): Promise<void> };

async function readTls({ certFile, keyFile }: NonNullable<Env['tls']>) {
  const [cert, key] = await Promise.all([readFile(certFile), readFile(keyFile)]);
  return { cert, key };
}

/** Takes new certificate files into use without a restart. @returns how to stop watching */
function followTlsFiles(server: TlsServer, files: NonNullable<Env['tls']>, log: Logger): () => void {
  const reload = () => {
    readTls(files)
      .then((tls) => {
        server.setSecureContext(tls);
        log.info('the TLS certificate was read again');
      })
      // Reading and using can both fail: half a file, or a certificate whose key is still the old one.
      .catch((error: unknown) => {
        log.error({ err: error }, 'the new TLS files can’t be used; the old ones stay in use');
      });
  };
  const paths = [files.certFile, files.keyFile];
  for (const path of paths) watchFile(path, { interval: fileLookMs, persistent: false }, reload);
  return () => {
    for (const path of paths) unwatchFile(path, reload);
  };
}

async function makeServer({ tls }: Env): Promise<Server | TlsServer> {
  if (!tls) return createServer();
  try {
    return createTlsServer(await readTls(tls));
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unreadable';
    throw new WrongSetting(
      `TLS_CERT or TLS_KEY can’t be used (${reason}): write the paths of a PEM certificate and its key.`,
    );
  }
}

function listenOn(server: Server | TlsServer, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reasons: Record<string, string> = {
        EADDRINUSE: `PORT ${port} is in use by another program: stop it, or write another PORT.`,
        EACCES: `PORT ${port} may not be listened on by this user: write a PORT above 1023.`,
        EADDRNOTAVAIL: `HOST ${host} is not an address of this machine: write 127.0.0.1 or 0.0.0.0.`,
        ENOTFOUND: `HOST ${host} is not an address of this machine: write 127.0.0.1 or 0.0.0.0.`,
      };
      reject(new WrongSetting(reasons[error.code ?? ''] ?? `Listening failed: ${error.message}`));
    });
    server.listen(port, host, resolve);
  });
}

/** Starts to listen. @throws WrongSetting when the address or the certificate can't be used */
export async function listen(app: App, env: Env, log: Logger): Promise<Listener> {
  const server = await makeServer(env);
  server.on('request', getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  // Longer than the idle time of common proxies, so that they don't use a connection that is just closing.
  server.keepAliveTimeout = 75_000;
  await listenOn(server, env.port, env.host);
  const stopFollowing =
    env.tls && 'setSecureContext' in server ? followTlsFiles(server, env.tls, log) : () => {};
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : env.port,
    close: async () => {
      stopFollowing();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      app.close();
      server.closeIdleConnections();
      // A connection becomes idle only once its last answer, a change stream for instance, has ended.
      const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
      const late = setTimeout(() => server.closeAllConnections(), drainMs);
      await closed;
      clearInterval(sweep);
      clearTimeout(late);
    },
  };
}

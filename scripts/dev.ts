// npm run dev: a server that starts again with every change, the app with hot reload, mails to read in the browser, made-up data.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { showMails } from './dev/show-mails.ts';

const appPort = 5173;
const serverPort = 8081;
const dataDir = './dev-data';
const withWorker = process.argv.includes('--worker');
const appUrl = `http://localhost:${withWorker ? serverPort : appPort}`;

const env = {
  LOG_LEVEL: 'warn',
  ...process.env,
  DATA_DIR: dataDir,
  PORT: String(serverPort),
  PUBLIC_URL: appUrl,
};
const start = (...args: readonly string[]): ChildProcess =>
  spawn(process.execPath, args, { stdio: 'inherit', env });

const startServer = () => start(fileURLToPath(new URL('dev/demo-server.ts', import.meta.url)));

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

let server = startServer();
let restarting = Promise.resolve();
let isAsked = false;

/** Changes that come during a restart cause one more, and no more than that. */
function restartServer(): void {
  if (isAsked) return;
  isAsked = true;
  restarting = restarting.then(async () => {
    isAsked = false;
    await stop(server);
    server = startServer();
  });
}

const mails = showMails(`${dataDir}/mail`);
const vite = await createServer({
  server: {
    port: appPort,
    strictPort: true,
    proxy: withWorker ? {} : { '/api': `http://localhost:${serverPort}` },
  },
  plugins: [{ name: 'floorkey-mails', configureServer: ({ middlewares }) => mails(middlewares) }],
  clearScreen: false,
});
vite.watcher.add(['src/server', 'src/contract', 'scripts/demo']).on('all', (event, file) => {
  if (
    event !== 'addDir' &&
    event !== 'unlinkDir' &&
    /(src\/(server|contract)|scripts\/demo)\//.test(file) &&
    isReady
  )
    restartServer();
});
let isReady = false;
vite.watcher.on('ready', () => {
  isReady = true;
});
await vite.listen();
// Without a service worker the app comes straight from its sources; with one it is built as it will be served.
const build = withWorker
  ? start('node_modules/vite/bin/vite.js', 'build', '--watch', '--logLevel', 'warn')
  : null;
process.stdout.write(
  `Open ${appUrl} (mails: http://localhost:${appPort}/dev/mails, data: ${dataDir}, service worker: ${withWorker ? 'on' : 'off; npm run dev -- --worker has one'})\n`,
);

const stopAll = async () => {
  await restarting;
  await Promise.all([vite.close(), stop(server), build && stop(build)]);
  process.exit(0);
};
process.on('SIGINT', () => void stopAll());
process.on('SIGTERM', () => void stopAll());

// The entry of the server process: start, say where, stop on a signal.
import { DataFolderInUse } from './database/embedded/embedded-postgres.ts';
import { readEnv, WrongSetting } from './env.ts';
import { openLog } from './log.ts';
import { startServer } from './start.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

async function run(): Promise<void> {
  const env = readEnv(process.env);
  const log = openLog(env);
  const server = await startServer(env, log);
  say(`Floorkey is ready at ${server.publicUrl}`);
  if (server.setupLink) say(`Set up your organization (this link works once): ${server.setupLink}`);

  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, 'the stop failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

try {
  await run();
} catch (error) {
  // A setting that is wrong is the operator's to mend: one line, no stack.
  const isForOperator = error instanceof WrongSetting || error instanceof DataFolderInUse;
  process.stderr.write(
    `${isForOperator ? error.message : `Floorkey could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`}\n`,
  );
  process.exit(1);
}

// One server process from its start to its stop on a signal.

import { answerSignals } from './answer-signals.ts';
import { DataFolderInUse } from './database/embedded/embedded-postgres.ts';
import { tellError } from './describe-error.ts';
import { type Env, WrongSetting } from './env.ts';
import { openLog } from './log.ts';
import { type RunningServer, startServer } from './start.ts';

/** Prints a line for whoever started the process. */
export const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function run(readSettings: () => Env, greet: (server: RunningServer) => void | Promise<void>) {
  const env = readSettings();
  const log = openLog(env);
  const starting = startServer(env, log);

  // A signal that comes during the start waits for its end, so that no PostgreSQL is left behind.
  const signals = answerSignals(async (reason) => {
    log.info({ reason }, 'stopping');
    const server = await starting.catch(() => null);
    try {
      await server?.stop();
      return 0;
    } catch (error) {
      log.fatal({ err: error }, 'the stop failed');
      return 1;
    }
  }, process.exit);
  process.on('SIGTERM', signals.take);
  process.on('SIGINT', signals.take);
  // The last resort: what state the process is in, nobody knows, so it ends and whoever watches it starts a new one.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ err: error }, 'an error that nobody caught');
      void signals.giveUp();
    });
  }
  const server = await starting;
  if (signals.isStopping()) return;
  try {
    await greet(server);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/**
 * Runs a server until SIGTERM or SIGINT; ends the process with code 1 and a reason when it can't start.
 * @param greet says how to reach it, once it listens
 */
export async function runServer(
  readSettings: () => Env,
  greet: (server: RunningServer) => void | Promise<void>,
): Promise<void> {
  try {
    await run(readSettings, greet);
  } catch (error) {
    // A setting that is wrong is the operator's to mend: one line, no stack.
    const isForOperator = error instanceof WrongSetting || error instanceof DataFolderInUse;
    process.stderr.write(
      `${isForOperator ? error.message : `Floorkey could not start: ${tellError(error)}`}\n`,
    );
    process.exit(1);
  }
}

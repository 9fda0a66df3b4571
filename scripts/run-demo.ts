// A server of its own with a filled organization, apart from everything that is real.

import { readEnv } from '../src/server/env.ts';
import { runServer, say } from '../src/server/run-server.ts';
import { approveTabletsForEver } from './demo/approve-tablets.ts';
import { greetDemo } from './demo/greet-demo.ts';

/** Runs until a signal comes. @param folder for its data, unless DATA_DIR names another one */
export async function runDemo(folder: string): Promise<void> {
  // What belongs to a real server must not meet made-up people: its database, its key and its mail.
  const { DATABASE_URL: _database, SECRET_KEY: _key, SMTP_URL: _mail, ...rest } = process.env;
  await runServer(
    () => readEnv({ ...rest, DATA_DIR: process.env.DATA_DIR || folder }),
    async (server) => {
      for (const line of await greetDemo(server)) say(line);
      approveTabletsForEver(server.context);
    },
  );
}

// npm run demo: a server of its own with a filled organization, apart from everything that is real.
import { greetDemo } from '../src/server/demo/greet-demo.ts';
import { readEnv } from '../src/server/env.ts';
import { runServer, say } from '../src/server/run-server.ts';
import { buildFirst } from './build-first.ts';

buildFirst();

// What belongs to a real server must not meet made-up people: its database, its key and its mail.
const { DATABASE_URL: _database, SECRET_KEY: _key, SMTP_URL: _mail, ...rest } = process.env;

await runServer(
  () => readEnv({ ...rest, DATA_DIR: process.env.DATA_DIR || './demo-data' }),
  async (server) => {
    for (const line of await greetDemo(server)) say(line);
  },
);

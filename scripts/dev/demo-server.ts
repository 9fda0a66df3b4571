// The server of `npm run dev`: with the demo's people, and without a build of its own.
import { greetDemo } from '../../src/server/demo/greet-demo.ts';
import { readEnv } from '../../src/server/env.ts';
import { runServer, say } from '../../src/server/run-server.ts';

await runServer(
  () => readEnv(process.env),
  async (server) => {
    for (const line of await greetDemo(server)) say(line);
  },
);

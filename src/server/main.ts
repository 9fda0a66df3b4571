// The entry of the server process.
import { readEnv } from './env.ts';
import { runServer, say } from './run-server.ts';

await runServer(
  () => readEnv(process.env),
  ({ publicUrl, setupLink }) => {
    say(`Floorkey is ready at ${publicUrl}`);
    if (setupLink) say(`Set up your organization (this link works once): ${setupLink}`);
  },
);

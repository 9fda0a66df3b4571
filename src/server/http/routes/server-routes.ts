// Handlers of the endpoints for operators.
import * as endpoints from '../../../contract/endpoints/server.ts';
import { isUnableToWrite } from '../../database/write-probe.ts';
import { ProblemError } from '../../domain/access/problem-error.ts';
import { route } from '../route.ts';

export const getHealth = route(endpoints.getHealth, async ({ context }) => ({
  status: 'live' as const,
  version: context.version,
}));

export const getReadiness = route(endpoints.getReadiness, async ({ context }) => {
  // The server listens only after its migrations, so a database that takes a write is one that is ready.
  await context.writeProbe.requireWritable().catch((error: unknown) => {
    const what = isUnableToWrite(error) ? 'takes no writes' : 'can’t be reached';
    throw new ProblemError('unavailable', `The database ${what}. Look at the server’s log.`);
  });
  return { status: 'ready' as const };
});

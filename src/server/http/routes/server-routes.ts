// Handlers of the endpoints for operators.
import { sql } from 'drizzle-orm';
import * as endpoints from '../../../contract/endpoints/server.ts';
import { ProblemError } from '../../domain/problem-error.ts';
import { route } from '../route.ts';

export const getHealth = route(endpoints.getHealth, async ({ context }) => ({
  status: 'live' as const,
  version: context.version,
}));

export const getReadiness = route(endpoints.getReadiness, async ({ context }) => {
  // The server listens only after its migrations, so a database that answers is one that is ready.
  await context.database.lookUp.execute(sql`select 1 from key_check`).catch(() => {
    throw new ProblemError('unavailable', 'The database can’t be reached. Look at the server’s log.');
  });
  return { status: 'ready' as const };
});

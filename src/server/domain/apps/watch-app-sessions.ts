// Watches for sessions that have ended, whatever ended them, so that the apps that they opened are told.
import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { cutStale, gatherEnded } from './app-sessions.ts';

/** How often ended sessions are looked for, in milliseconds, and how many times as seldom those that only ran out. */
const lookMs = 1_000;
const staleEvery = 10;

/** Looks once: a statement on an index that holds nothing in the common case. */
async function look(context: Context, alsoStale: boolean): Promise<void> {
  if (alsoStale) {
    const { rowCount } = await context.database.lookUp.execute(
      sql`select from app_sessions where ended_at is null limit 1`,
    );
    if (rowCount) await cutStale(context);
  }
  const { rowCount } = await context.database.lookUp.execute(
    sql`select from app_sessions where ended_at is null and pin_session_id is null and account_session_id is null limit 1`,
  );
  if (rowCount) await gatherEnded(context);
}

/** Begins to look, until the server stops. What fails is tried again with the next look. */
export function watchAppSessions(context: Context): void {
  const { stopping } = context.jobs;
  let looks = 0;
  const wait = () => {
    const timer = setTimeout(() => {
      looks += 1;
      look(context, looks % staleEvery === 0)
        .catch(
          (error: unknown) =>
            stopping.aborted || context.log.debug({ err: error }, 'ended sessions were not looked for'),
        )
        .finally(() => stopping.aborted || wait());
    }, lookMs);
    timer.unref();
    stopping.addEventListener('abort', () => clearTimeout(timer), { once: true });
  };
  wait();
}

// Tries DATABASE_URL before anything else, so that a wrong one is one line for the operator.
import pg from 'pg';
import { WrongSetting } from '../env.ts';
import { outliveBreaks } from './outlive-breaks.ts';

/** @throws WrongSetting with PostgreSQL's or the system's reason; never with the address, which may hold a password */
export async function requireReachable(connectionString: string): Promise<void> {
  try {
    const client = outliveBreaks(new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 }));
    await client.connect();
    await client.end();
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'no reason given';
    throw new WrongSetting(
      `DATABASE_URL can’t be used (${reason}): check that PostgreSQL runs there, and user, password and database.`,
    );
  }
}

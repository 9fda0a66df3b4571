// What every connection to PostgreSQL needs to break without taking the process along.
import type pg from 'pg';

/**
 * Lets a connection break at any moment. One that breaks between two statements says so by an `error` event, which ends the
 * process where nobody hears it; the next statement on it is refused anyway, so nothing else has to be done.
 */
export function outliveBreaks<C extends pg.ClientBase>(client: C): C {
  client.on('error', () => {});
  return client;
}

/** The environment that PostgreSQL's programs get. */

const PASSED_ON = ['PATH', 'SystemRoot', 'TEMP', 'TMP'];

/**
 * Gives the few variables that PostgreSQL's programs need. Floorkey's own (SECRET_KEY, SMTP_URL …) are kept from
 * them, since they may run as another user, and so are PGDATA and the like, which would change what they do.
 */
export function givePostgresEnvironment(): Record<string, string> {
  const environment: Record<string, string> = { LC_ALL: 'C', TZ: 'UTC' };
  for (const name of PASSED_ON) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}

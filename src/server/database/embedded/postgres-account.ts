/** Which system user PostgreSQL runs as: PostgreSQL refuses root, so root hands over to somebody else. */
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The user and group ids that PostgreSQL's processes get; undefined means: those of this process. */
export type PostgresAccount = { uid: number; gid: number } | undefined;

const run = promisify(execFile);
const SYSTEM_USER = 'postgres';

async function findSystemUser(): Promise<PostgresAccount> {
  try {
    const [user, group] = await Promise.all([run('id', ['-u', SYSTEM_USER]), run('id', ['-g', SYSTEM_USER])]);
    return { uid: Number.parseInt(user.stdout, 10), gid: Number.parseInt(group.stdout, 10) };
  } catch {
    return undefined;
  }
}

async function createSystemUser(): Promise<void> {
  const home = ['--home-dir', '/nonexistent', '--no-create-home', '--shell', '/bin/false'];
  try {
    await run('useradd', ['--system', '--user-group', ...home, SYSTEM_USER]);
  } catch {
    // Alpine and other BusyBox systems have adduser only, with other flags.
    await run('adduser', ['-S', '-D', '-H', '-h', '/nonexistent', '-s', '/bin/false', SYSTEM_USER]);
  }
}

async function findOwner(folder: string): Promise<PostgresAccount> {
  try {
    const { uid, gid } = await stat(join(folder, 'PG_VERSION'));
    return uid === 0 ? undefined : { uid, gid };
  } catch {
    return undefined;
  }
}

/**
 * Chooses the account for PostgreSQL: our own when we are an ordinary user; as root the owner of the existing
 * database files, else the system user `postgres`, which is created when it is missing.
 *
 * @throws Error with one line when we are root and no such user can be created.
 */
export async function choosePostgresAccount(folder: string): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) return undefined;
  const found = (await findOwner(folder)) ?? (await findSystemUser());
  if (found) return found;
  // Two processes may create the user at once: only the second look decides.
  const failure = await createSystemUser().then(
    () => 'it is still missing afterwards',
    (error: unknown) => (error instanceof Error ? error.message.split('\n')[0] : String(error)),
  );
  const created = await findSystemUser();
  if (created) return created;
  throw new Error(
    `PostgreSQL refuses to run as root, and the system user "${SYSTEM_USER}" can't be created (${failure}). ` +
      `Create it, start Floorkey as an ordinary user, or set DATABASE_URL.`,
  );
}

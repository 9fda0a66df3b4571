// The way out when the secret key is lost: the present key takes its place, and every PIN is erased.
import { deriveKeys, loadSecret } from '../crypto/secret-keys.ts';
import { keyCheckOf } from '../database/key-check.ts';
import { keyCheck } from '../database/schema.ts';
import type { Env } from '../env.ts';
import { erasePins } from './erase-pins.ts';
import { workAlone } from './tool-database.ts';
import { ToolRefusal } from './tool-refusal.ts';

/**
 * Makes a database usable again whose secret key is lost. Asks for the server to be stopped, since a running one has
 * the old key in its memory.
 * @returns how many users need a new PIN
 * @throws ToolRefusal when the key is not lost; DataFolderInUse while a server runs
 */
export async function replaceSecretKey(
  env: Pick<Env, 'dataDir' | 'databaseUrl' | 'secretKey'>,
  now: Date,
): Promise<number> {
  return workAlone(env, { mayMake: false }, async (database) => {
    const keys = deriveKeys(await loadSecret(env.secretKey, env.dataDir));
    return database.acrossOrganizations(async (tx) => {
      const [check] = await tx.select().from(keyCheck);
      if (check?.mac.equals(keyCheckOf(keys))) {
        throw new ToolRefusal(
          'The secret key is the one that this database was filled with, so nothing is lost and nothing was changed.',
        );
      }
      return erasePins(tx, keys, now);
    });
  });
}

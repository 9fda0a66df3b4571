// Shows that the secret key of a start is the one that the database was filled with.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SecretKeys } from '../crypto/secret-keys.ts';
import { WrongSetting } from '../env.ts';
import type { Database } from './database.ts';
import { keyCheck } from './schema.ts';

/** What the row of a database holds that was filled with these keys. */
export function keyCheckOf(keys: SecretKeys): Buffer {
  return createHmac('sha256', keys.keyCheck).update('floorkey').digest();
}

/**
 * Compares, or notes the key of an empty database.
 * @throws WrongSetting when the database was filled with another key
 */
export async function requireMatchingKey(database: Database, keys: SecretKeys): Promise<void> {
  const mac = keyCheckOf(keys);
  const [row] = await database.acrossOrganizations(async (tx) => {
    await tx.insert(keyCheck).values({ id: 1, mac }).onConflictDoNothing();
    return tx.select().from(keyCheck);
  });
  if (row && row.mac.length === mac.length && timingSafeEqual(row.mac, mac)) return;
  throw new WrongSetting(
    'The secret key is not the one that this database was filled with: set the old SECRET_KEY, put the old secret.key back into DATA_DIR, or, if it is lost, run: npm run recover -- secret-key',
  );
}

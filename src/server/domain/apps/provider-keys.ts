// The keys by which an organization's OpenID provider signs: RS256, which every app takes, and ES256.
import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { exportJWK, generateKeyPair } from 'jose';
import * as z from 'zod';
import type { Context } from '../../context.ts';
import { open, seal } from '../../crypto/sealed.ts';
import { appKeys } from '../../database/schema.ts';

const algorithms = ['RS256', 'ES256'] as const;
type Algorithm = (typeof algorithms)[number];

const jwkSchema = z.looseObject({ kty: z.enum(['RSA', 'EC']) });

const contextOf = (organizationId: string, alg: Algorithm) => `app key ${organizationId} ${alg}`;

async function makeKey({ database, keys, clock }: Context, organizationId: string, alg: Algorithm) {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = Buffer.from(JSON.stringify(await exportJWK(privateKey)));
  const sealed = seal(keys.appSigning, jwk, contextOf(organizationId, alg));
  await database.inOrganization(organizationId, (tx) =>
    tx
      .insert(appKeys)
      .values({ id: randomUUID(), organizationId, alg, sealed, createdAt: clock() })
      // Another process was first.
      .onConflictDoNothing(),
  );
}

/** `null` where there is none, or it was sealed with a secret key that is lost. */
async function readKey({ database, keys }: Context, organizationId: string, alg: Algorithm) {
  return database.inOrganization(organizationId, async (tx) => {
    const isIt = and(eq(appKeys.organizationId, organizationId), eq(appKeys.alg, alg));
    const [row] = await tx.select().from(appKeys).where(isIt);
    if (!row) return null;
    try {
      const jwk = jwkSchema.parse(
        JSON.parse(open(keys.appSigning, row.sealed, contextOf(organizationId, alg)).toString()),
      );
      return { ...jwk, kid: row.id, alg, use: 'sig' };
    } catch {
      await tx.delete(appKeys).where(eq(appKeys.id, row.id));
      return null;
    }
  });
}

/** The private keys of an organization as a JWK set, made at the first need. */
export async function readProviderKeys(context: Context, organizationId: string) {
  const found = await Promise.all(
    algorithms.map(async (alg) => {
      const known = await readKey(context, organizationId, alg);
      if (known) return known;
      await makeKey(context, organizationId, alg);
      const made = await readKey(context, organizationId, alg);
      if (!made) throw new Error('a key that was just made is not there');
      return made;
    }),
  );
  return { keys: found };
}

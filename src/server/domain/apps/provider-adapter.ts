// Where an organization's OpenID provider keeps what it makes: one table, in which nothing outlives the session behind it.
import { createHash } from 'node:crypto';
import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Context } from '../../context.ts';
import { appArtifacts, appSecrets, apps } from '../../database/schema.ts';
import { endAppSession, standsAt } from './app-sessions.ts';
import { clientOf } from './provider-client.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Nothing: every sign-in to an app is proven anew, so a cookie of the provider would open nothing. */
const nowhere: Adapter = {
  upsert: async () => {},
  find: async () => undefined,
  findByUserCode: async () => undefined,
  findByUid: async () => undefined,
  consume: async () => {},
  destroy: async () => {},
  revokeByGrantId: async () => {},
};

/** The apps of an organization as the provider's clients, each with the secrets that are in force. */
function readClients(context: Context, organizationId: string): Adapter {
  const { database, keys, clock } = context;
  return {
    ...nowhere,
    find: async (id) => {
      if (!uuid.test(id)) return undefined;
      const rows = await database.lookUp
        .select({ app: apps, secretHash: appSecrets.secretHash })
        .from(apps)
        .leftJoin(
          appSecrets,
          and(eq(appSecrets.appId, apps.id), or(isNull(appSecrets.endsAt), gt(appSecrets.endsAt, clock()))),
        )
        .where(and(eq(apps.id, id), eq(apps.organizationId, organizationId), eq(apps.kind, 'oidc')))
        .orderBy(appSecrets.id);
      const app = rows[0]?.app;
      return (
        app &&
        clientOf(
          keys,
          app,
          rows.flatMap(({ secretHash }) => secretHash ?? []),
        )
      );
    },
  };
}

/**
 * Keeps one kind of what the provider makes. What belongs to a sign-in is found only while that stands.
 * Not yet verified: that it has not expired, and was not used before, which the provider looks at.
 */
export function keepFor(context: Context, organizationId: string, kind: string): Adapter {
  if (kind === 'Session') return nowhere;
  if (kind === 'Client') return readClients(context, organizationId);
  const { database, clock } = context;
  const hashOf = (id: string) => createHash('sha256').update(`${organizationId} ${kind} ${id}`).digest();
  const isHere = (id: string) =>
    and(eq(appArtifacts.hash, hashOf(id)), eq(appArtifacts.organizationId, organizationId));
  return {
    ...nowhere,
    upsert: async (id, { jti, ...payload }, expiresIn) => {
      const appSessionId = kind === 'Grant' ? id : (payload.grantId ?? null);
      // Whatever names no end has none of its own that could be longer than this.
      const expiresAt = new Date(Date.now() + (expiresIn ?? 3600) * 1000);
      const row = { organizationId, kind, appSessionId, payload, expiresAt };
      await database.lookUp
        .insert(appArtifacts)
        .values({ hash: hashOf(id), ...row })
        .onConflictDoUpdate({ target: appArtifacts.hash, set: row });
    },
    find: async (id): Promise<AdapterPayload | undefined> => {
      const [row] = await database.lookUp
        .select({ payload: appArtifacts.payload, consumedAt: appArtifacts.consumedAt })
        .from(appArtifacts)
        .where(
          and(
            isHere(id),
            or(isNull(appArtifacts.appSessionId), standsAt(sql`${appArtifacts.appSessionId}`, clock())),
          ),
        );
      if (!row) return undefined;
      const consumed = row.consumedAt ? { consumed: Math.floor(row.consumedAt.getTime() / 1000) } : {};
      return { ...row.payload, ...consumed, jti: id };
    },
    consume: async (id) => {
      const { rowCount } = await database.lookUp
        .update(appArtifacts)
        .set({ consumedAt: clock() })
        .where(and(isHere(id), isNull(appArtifacts.consumedAt)));
      if (rowCount === 1) return;
      // Two came at once with the same code or token: one of them is a thief, and which one nobody knows (RFC 9700, section 2.1.1).
      const { errors } = await import('oidc-provider');
      throw new errors.InvalidGrant('already consumed');
    },
    destroy: async (id) => {
      if (kind === 'Grant') await endGrant(context, organizationId, id);
      await database.lookUp.delete(appArtifacts).where(isHere(id));
    },
    revokeByGrantId: (grantId) => endGrant(context, organizationId, grantId),
  };
}

/** Ends the sign-in that a grant is of, with all that came of it. */
async function endGrant(
  { database, clock }: Context,
  organizationId: string,
  grantId: string,
): Promise<void> {
  await database.inOrganization(organizationId, (tx) => endAppSession(tx, grantId, clock()));
}

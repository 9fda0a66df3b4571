// The apps of an organization, as admins see them.
import { and, asc, desc, eq, gt, inArray, isNull, or } from 'drizzle-orm';
import type { App } from '../../../contract/endpoints/apps.ts';
import type { Context } from '../../context.ts';
import type { Queries } from '../../database/database.ts';
import { appSecrets, apps } from '../../database/schema.ts';
import type { Act } from '../access/act.ts';
import { ProblemError } from '../access/problem-error.ts';

/** The address of an organization’s OpenID provider. */
export function issuerOf({ publicUrl }: Pick<Context, 'publicUrl'>, organizationId: string): string {
  return `${publicUrl}/o/${organizationId}/oidc`;
}

async function describeApps(
  tx: Queries,
  rows: readonly (typeof apps.$inferSelect)[],
  now: Date,
): Promise<App[]> {
  const ids = rows.map(({ id }) => id);
  const secrets =
    ids.length === 0
      ? []
      : await tx
          .select()
          .from(appSecrets)
          .where(
            and(inArray(appSecrets.appId, ids), or(isNull(appSecrets.endsAt), gt(appSecrets.endsAt, now))),
          )
          .orderBy(desc(appSecrets.createdAt), appSecrets.id);
  return rows.map(({ createdAt, nameFolded, place, organizationId, ...app }) => ({
    ...app,
    secrets: secrets
      .filter(({ appId }) => appId === app.id)
      .map(({ id, createdAt: made, endsAt }) => ({
        id,
        createdAt: made.toISOString(),
        endsAt: endsAt?.toISOString() ?? null,
      })),
  }));
}

/** Lists them in the order of their tiles. */
export async function listApps({ context, signedIn }: Act) {
  const { organizationId } = signedIn;
  const listed = await context.database.inOrganization(organizationId, async (tx) => {
    const rows = await tx.select().from(apps).orderBy(asc(apps.place), asc(apps.nameFolded));
    return describeApps(tx, rows, context.clock());
  });
  return { apps: listed, issuer: issuerOf(context, organizationId) };
}

/** One of them, in a transaction that may have changed it. @throws ProblemError `not_found` */
export async function describeApp(tx: Queries, appId: string, now: Date): Promise<App> {
  const rows = await tx.select().from(apps).where(eq(apps.id, appId));
  const [app] = await describeApps(tx, rows, now);
  if (!app) throw new ProblemError('not_found', 'This app no longer exists. Look at the list again.');
  return app;
}

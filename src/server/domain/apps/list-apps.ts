// The apps of an organization, as admins see them.
import { and, asc, desc, eq, gt, inArray, isNull, or } from 'drizzle-orm';
import { type App, type AppSession, appSessionsMost } from '../../../contract/endpoints/apps.ts';
import type { Context } from '../../context.ts';
import type { Queries } from '../../database/database.ts';
import { appSecrets, appSessions, apps, devices, users } from '../../database/schema.ts';
import type { Act } from '../access/act.ts';
import { displayName } from '../access/display-name.ts';
import { ProblemError } from '../access/problem-error.ts';
import { requireWholeOrganization } from '../access/unit-scope.ts';

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

/** The refusal for an app that is not there, or not any more. */
export const appGone = () =>
  new ProblemError('not_found', 'This app no longer exists. Look at the list again.');

/** One of them, in a transaction that may have changed it. @throws ProblemError `not_found` */
export async function describeApp(tx: Queries, appId: string, now: Date): Promise<App> {
  const rows = await tx.select().from(apps).where(eq(apps.id, appId));
  const [app] = await describeApps(tx, rows, now);
  if (!app) throw appGone();
  return app;
}

/**
 * Who opened an app last. Only for those of the whole organization, since it names anybody.
 * @throws ProblemError `not_found`, `permission_missing`
 */
export async function listAppSessions({ context, signedIn }: Act, appId: string): Promise<AppSession[]> {
  return context.database.inOrganization(signedIn.organizationId, async (tx) => {
    await requireWholeOrganization(tx, signedIn.user.id, 'Who is in an app is');
    await describeApp(tx, appId, context.clock());
    const rows = await tx
      .select({ session: appSessions, user: users, device: devices.name })
      .from(appSessions)
      .innerJoin(users, eq(users.id, appSessions.userId))
      .leftJoin(devices, eq(devices.id, appSessions.deviceId))
      .where(eq(appSessions.appId, appId))
      .orderBy(desc(appSessions.openedAt), appSessions.id)
      .limit(appSessionsMost);
    return rows.map(({ session, user, device }) => ({
      id: session.id,
      user: displayName(user),
      device,
      openedAt: session.openedAt.toISOString(),
      endedAt: session.endedAt?.toISOString() ?? null,
      logout: session.logout,
      logoutFailure: session.logoutFailure,
    }));
  });
}

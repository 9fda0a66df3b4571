// Adding, changing, ordering and deleting of apps.
import { randomUUID } from 'node:crypto';
import { count, eq, inArray, sql } from 'drizzle-orm';
import type { AppPicture } from '../../../contract/app-pictures.ts';
import { type App, type AppKind, appsMost, type EmailRule } from '../../../contract/endpoints/apps.ts';
import { addressForm, fold } from '../../../contract/fields.ts';
import { isTaken, type Queries } from '../../database/database.ts';
import { apps, devices, roles, units } from '../../database/schema.ts';
import { isOwnHost } from '../../private-addresses.ts';
import { type Act, record } from '../access/act.ts';
import { fieldProblem, ProblemError } from '../access/problem-error.ts';
import { requireWholeOrganization } from '../access/unit-scope.ts';
import { addSecret } from './app-secrets.ts';
import { appGone, describeApp } from './list-apps.ts';

type Settings = {
  picture?: AppPicture | undefined;
  roleIds?: string[] | undefined;
  unitIds?: string[] | undefined;
  deviceIds?: string[] | undefined;
  email?: EmailRule | undefined;
  redirectUris?: string[] | undefined;
  afterLogoutUris?: string[] | undefined;
  logoutUri?: string | null | undefined;
  privateLogout?: boolean | undefined;
};

export type NewApp = Settings & {
  name: string;
  kind: AppKind;
  address: string;
  isPublic?: boolean | undefined;
};

export type AppChange = Settings & {
  revision: number;
  name?: string | undefined;
  address?: string | undefined;
};

function explainTaken(error: unknown): never {
  if (!isTaken(error, 'apps_name')) throw error;
  throw fieldProblem('app_name_taken', 'name', 'There is already an app with this name.');
}

function readAddress(field: string, address: string): URL {
  const url = URL.parse(address);
  if (!url) throw fieldProblem('validation_failed', field, addressForm);
  return url;
}

/** Whoever reads what goes over plain http could take a sign-in over: only within a network of one’s own (RFC 9700, section 2.6). */
function requireSafeAddress(field: string, addresses: readonly string[]): void {
  for (const address of addresses) {
    const url = readAddress(field, address);
    if (url.protocol === 'https:' || isOwnHost(url)) continue;
    throw fieldProblem(
      'validation_failed',
      field,
      'Outside of your own network this must be an https address: anyone in between could read along.',
    );
  }
}

/** @throws ProblemError at the field that names what is not there */
async function requireThere(tx: Queries, { roleIds, unitIds, deviceIds }: Settings): Promise<void> {
  const lists = [
    { field: 'roleIds', table: roles, ids: roleIds ?? [] },
    { field: 'unitIds', table: units, ids: unitIds ?? [] },
    { field: 'deviceIds', table: devices, ids: deviceIds ?? [] },
  ];
  for (const { field, table, ids } of lists) {
    if (ids.length === 0) continue;
    const found = await tx.select({ id: table.id }).from(table).where(inArray(table.id, ids));
    if (found.length < ids.length)
      throw fieldProblem('validation_failed', field, 'One of these no longer exists. Choose again.');
  }
}

/** @throws ProblemError at the field that is not right */
async function checkSettings(
  tx: Queries,
  kind: AppKind,
  settings: Settings & { address?: string | undefined },
): Promise<void> {
  if (settings.address !== undefined) readAddress('address', settings.address);
  const { redirectUris, afterLogoutUris = [], logoutUri } = settings;
  if (kind === 'oidc' && redirectUris?.length === 0) {
    throw fieldProblem(
      'validation_failed',
      'redirectUris',
      'Write the address that a sign-in leads back to.',
    );
  }
  requireSafeAddress('redirectUris', redirectUris ?? []);
  requireSafeAddress('afterLogoutUris', afterLogoutUris);
  if (logoutUri) requireSafeAddress('logoutUri', [logoutUri]);
  await requireThere(tx, settings);
}

const forWhole = 'Apps are';

/** Adds an app as the last tile. @returns with its first secret, where it signs people in and can keep one */
export async function createApp(
  act: Act,
  { name, kind, address, isPublic = false, ...settings }: NewApp,
): Promise<{ app: App; secret: string | null }> {
  const { context, signedIn } = act;
  const { organizationId, user } = signedIn;
  const [id, now] = [randomUUID(), context.clock()];
  return context.database
    .inOrganization(organizationId, async (tx) => {
      await requireWholeOrganization(tx, user.id, forWhole);
      const [stored] = await tx
        .select({ count: count(), last: sql<number>`coalesce(max(place), 0)` })
        .from(apps);
      if ((stored?.count ?? 0) >= appsMost) {
        throw fieldProblem(
          'validation_failed',
          'name',
          `An organization can have ${appsMost} apps. Delete one you don’t need.`,
        );
      }
      await checkSettings(tx, kind, { address, redirectUris: [], ...settings });
      await tx.insert(apps).values({
        id,
        organizationId,
        name,
        nameFolded: fold(name),
        kind,
        address,
        place: (stored?.last ?? 0) + 1,
        picture: settings.picture ?? 'app',
        roleIds: settings.roleIds ?? [],
        unitIds: settings.unitIds ?? [],
        deviceIds: settings.deviceIds ?? [],
        email: settings.email ?? 'none',
        redirectUris: settings.redirectUris ?? [],
        afterLogoutUris: settings.afterLogoutUris ?? [],
        logoutUri: settings.logoutUri ?? null,
        privateLogout: settings.privateLogout ?? false,
        isPublic,
        revision: 1,
        createdAt: now,
      });
      await record(tx, act, 'app.created', { subjectId: id, subject: name, detail: { address } });
      const secret =
        kind === 'oidc' && !isPublic ? await addSecret(tx, { organizationId, appId: id }, now) : null;
      return { app: await describeApp(tx, id, now), secret };
    })
    .catch(explainTaken);
}

/** Locks an app. @throws ProblemError `not_found` */
export async function lockApp(tx: Queries, appId: string) {
  const [app] = await tx.select().from(apps).where(eq(apps.id, appId)).for('update');
  if (!app) throw appGone();
  return app;
}

/** Changes an app; what is left out stays. @throws ProblemError `changed_meanwhile`; at the field that is not right */
export async function updateApp(
  act: Act,
  appId: string,
  { revision: seen, ...change }: AppChange,
): Promise<App> {
  const { context, signedIn } = act;
  const now = context.clock();
  return context.database
    .inOrganization(signedIn.organizationId, async (tx) => {
      await requireWholeOrganization(tx, signedIn.user.id, forWhole);
      const before = await lockApp(tx, appId);
      if (before.revision !== seen) {
        throw new ProblemError(
          'changed_meanwhile',
          'Somebody else changed this app. Open it again and repeat your change.',
        );
      }
      await checkSettings(tx, before.kind, change);
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const changed = Object.keys(given).filter(
        (key) => JSON.stringify(Reflect.get(before, key)) !== JSON.stringify(given[key]),
      );
      if (changed.length === 0) return describeApp(tx, appId, now);
      await tx
        .update(apps)
        .set({
          ...given,
          ...(change.name === undefined ? {} : { nameFolded: fold(change.name) }),
          revision: seen + 1,
        })
        .where(eq(apps.id, appId));
      await record(tx, act, 'app.changed', {
        subjectId: appId,
        subject: change.name ?? before.name,
        detail: { changed, ...(changed.includes('name') ? { nameBefore: before.name } : {}) },
      });
      return describeApp(tx, appId, now);
    })
    .catch(explainTaken);
}

/** Puts the tiles into an order; apps that are not named come last, as they stood. */
export async function orderApps({ context, signedIn }: Act, appIds: readonly string[]): Promise<void> {
  await context.database.inOrganization(signedIn.organizationId, async (tx) => {
    await requireWholeOrganization(tx, signedIn.user.id, forWhole);
    const stored = await tx
      .select({ id: apps.id })
      .from(apps)
      .orderBy(apps.place, apps.nameFolded)
      .for('update');
    const known = new Set(stored.map(({ id }) => id));
    const named = new Set(appIds.filter((id) => known.has(id)));
    const order = [...named, ...stored.map(({ id }) => id).filter((id) => !named.has(id))];
    for (const [at, id] of order.entries())
      await tx
        .update(apps)
        .set({ place: at + 1 })
        .where(eq(apps.id, id));
  });
}

/** Deletes an app with its secrets. */
export async function deleteApp(act: Act, appId: string): Promise<void> {
  const { context, signedIn } = act;
  await context.database.inOrganization(signedIn.organizationId, async (tx) => {
    await requireWholeOrganization(tx, signedIn.user.id, forWhole);
    const { name } = await lockApp(tx, appId);
    await tx.delete(apps).where(eq(apps.id, appId));
    await record(tx, act, 'app.deleted', { subjectId: appId, subject: name });
  });
}

// Who is in which app, and for how long: an app's session lives as long as the session that opened it, and no longer.
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Queries } from '../../database/database.ts';
import { appArtifacts, appSessions, apps } from '../../database/schema.ts';
import { minuteMs } from '../../day.ts';
import { mayUseDeviceIn } from '../access/unit-scope.ts';
import { pinSessionAbsoluteMs } from '../pins/pin-session.ts';
import { sessionAbsoluteMs, sessionIdleMs } from '../sign-in/account-session.ts';
import { mayOpenApp } from './who-may-open.ts';

/**
 * How long a tablet may be unheard before what it opened ends, in milliseconds: home may be gone with its auto-lock, by a crash or
 * an empty battery, while an app still stands on the screen.
 */
const unheardMs = 3 * minuteMs;

/**
 * Holds for an app's session that stands: the session that opened it is there and in its time, its user and device are in
 * force, the device is heard, and both may still open the app. It is asked at every use of anything that the app was given.
 * @param id of the app's session
 */
export function standsAt(id: SQL, now: Date): SQL<boolean> {
  const before = (ms: number) => new Date(now.getTime() - ms).toISOString();
  return sql<boolean>`exists (
    select from app_sessions standing
    join apps on apps.id = standing.app_id
    join users on users.id = standing.user_id
    left join pin_sessions on pin_sessions.id = standing.pin_session_id
    left join devices on devices.id = pin_sessions.device_id
    left join account_sessions on account_sessions.id = standing.account_session_id
    where standing.id = ${id} and standing.ended_at is null
      and users.state = 'active' and not users.partner_suspended
      and ((pin_sessions.created_at > ${before(pinSessionAbsoluteMs)}::timestamptz
          and greatest(devices.last_seen_at, pin_sessions.created_at) > ${before(unheardMs)}::timestamptz
          and devices.revoked_at is null and devices.two_places_at is null
          and ${mayUseDeviceIn(sql`devices.unit_id`)})
        or (account_sessions.created_at > ${before(sessionAbsoluteMs)}::timestamptz
          and account_sessions.last_used_at > ${before(sessionIdleMs)}::timestamptz))
      and ${mayOpenApp})`;
}

/** Ends one app's session, at the app's own wish: it needs not be told. */
export async function endAppSession(tx: Queries, id: string, now: Date): Promise<void> {
  await tx
    .update(appSessions)
    .set({ endedAt: now })
    .where(and(eq(appSessions.id, id), isNull(appSessions.endedAt)));
  await tx.delete(appArtifacts).where(eq(appArtifacts.appSessionId, id));
}

/** So many ended sessions are gathered at once. */
const endedAtOnce = 200;

/**
 * Gathers the apps' sessions that hang on nothing any more, and queues what their apps are to be told.
 * @returns how many
 */
export async function gatherEnded({ database, jobs, clock }: Context): Promise<number> {
  const now = clock();
  return database.acrossOrganizations(async (tx) => {
    const cut = await tx
      .select({ id: appSessions.id, organizationId: appSessions.organizationId, logoutUri: apps.logoutUri })
      .from(appSessions)
      .innerJoin(apps, eq(apps.id, appSessions.appId))
      .where(sql`ended_at is null and pin_session_id is null and account_session_id is null`)
      .limit(endedAtOnce)
      // Another process takes what this one does not.
      .for('update', { of: appSessions, skipLocked: true });
    for (const { id, organizationId, logoutUri } of cut) {
      const logout = logoutUri === null ? 'none' : 'waiting';
      await tx.update(appSessions).set({ endedAt: now, logout }).where(eq(appSessions.id, id));
      await tx.delete(appArtifacts).where(eq(appArtifacts.appSessionId, id));
      if (logoutUri !== null) await jobs.enqueue(tx, 'log-out-of-app', { organizationId, appSessionId: id });
    }
    return cut.length;
  }, 'apps');
}

/**
 * Cuts the apps' sessions off that do not stand any more though the session that opened them is still there: its time is over,
 * or a role, unit or app was changed.
 */
export async function cutStale({ database, clock }: Pick<Context, 'database' | 'clock'>): Promise<void> {
  const now = clock();
  await database.acrossOrganizations(
    (tx) =>
      tx
        .update(appSessions)
        .set({ pinSessionId: null, accountSessionId: null })
        .where(and(isNull(appSessions.endedAt), sql`not ${standsAt(sql`app_sessions.id`, now)}`)),
    'apps',
  );
}

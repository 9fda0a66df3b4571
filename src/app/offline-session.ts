// A session that was opened without the server: how the screens see it, and how its end is noted.
import * as z from 'zod/mini';
import type { Session } from '../contract/endpoints/session.ts';
import { offlinePermissions } from '../contract/permissions.ts';
import type { DeviceRecord } from '../device/database.ts';
import { endOfflineSession, type ProvisionalSession, signInOffline } from '../device/offline-sign-in.ts';
import { askForBackgroundSync } from './background-sync.ts';
import { deviceMemory } from './device-memory.ts';
import { useDeviceState } from './device-state.ts';
import { heedWorkerMessage } from './follow-server.ts';
import { askToPull } from './worker-link.ts';

const endReasonSchema = z.enum(['locked', 'idle', 'reloaded']);
/** `ending`: its end is being noted; a reload in between must note it all the same. */
const keptSchema = z.object({ id: z.uuid(), userId: z.uuid(), ending: z.optional(endReasonSchema) });

type ClosedSession = Pick<ProvisionalSession, 'id'> & { user: { id: string } };

const longestMilliseconds = 12 * 3_600_000;

/** Where a page that is opened later finds a session that ended with its page: by a reload, a crash or a restart. */
const openPrefix = 'floorkey-offline-session-';
/** One page holds this lock for as long as the session is open; whoever gets it later finds a session that nobody ended. */
const lockOf = (id: string) => `${openPrefix}${id}`;
const releases = new Map<string, () => void>();

function hold(id: string): void {
  void navigator.locks.request(lockOf(id), () => new Promise<void>((resolve) => releases.set(id, resolve)));
}

function keep({ id, user }: ClosedSession, ending?: z.infer<typeof endReasonSchema>): void {
  localStorage.setItem(lockOf(id), JSON.stringify({ id, userId: user.id, ending }));
}

function readKept(key: string): z.infer<typeof keptSchema> | null {
  const kept = localStorage.getItem(key);
  return kept === null ? null : keptSchema.parse(JSON.parse(kept));
}

/** What harms little until the server has checked it, of what the role allows. */
function describe({ user, role, openedAt }: ProvisionalSession): Session {
  const { organizationName } = useDeviceState.getState();
  return {
    kind: 'pin',
    assurance: 'pin',
    user: {
      id: user.id,
      name: user.name,
      username: user.name,
      firstName: '',
      lastName: '',
      email: null,
      language: null,
    },
    mustChange: null,
    isOwner: false,
    isPartner: false,
    limitedToUnits: false,
    role: { id: role.id, name: role.name },
    permissions: role.permissions.filter((name) => offlinePermissions.includes(name)),
    organization: { id: user.id, name: organizationName },
    sudoUntil: null,
    expiresAt: new Date(openedAt + longestMilliseconds).toISOString(),
  };
}

/** @throws OfflineRefusal, StorageFailure */
export async function openOfflineSession(
  device: DeviceRecord,
  userId: string,
  pin: string,
): Promise<Session> {
  // A wrong PIN is something to send, too.
  const session = await signInOffline(device, userId, pin).finally(() => void askForBackgroundSync());
  deviceMemory.offlineSession = session;
  keep(session);
  hold(session.id);
  return describe(session);
}

/** Notes the end, and sends it where the server is back. */
export async function closeOfflineSession(
  device: DeviceRecord,
  session: ClosedSession,
  reason: z.infer<typeof endReasonSchema>,
): Promise<void> {
  keep(session, reason);
  await endOfflineSession(device, session, reason);
  localStorage.removeItem(lockOf(session.id));
  releases.get(session.id)?.();
  releases.delete(session.id);
  void askForBackgroundSync();
  if (useDeviceState.getState().connection.online) askToPull(heedWorkerMessage);
}

/** Notes the ends of sessions whose pages are gone, by a reload, a crash or a restart. */
export async function closeReloadedSession(device: DeviceRecord): Promise<void> {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(openPrefix));
  await Promise.all(
    keys.map((key) =>
      // Another page may hold it: its session is open, and is ended here once that page is gone.
      navigator.locks.request(key, async () => {
        const kept = readKept(key);
        if (!kept) return;
        const session = { id: kept.id, user: { id: kept.userId } };
        await closeOfflineSession(device, session, kept.ending ?? 'reloaded');
      }),
    ),
  );
}

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
const keptSchema = z.object({ id: z.string(), userId: z.string(), ending: z.optional(endReasonSchema) });

type ClosedSession = Pick<ProvisionalSession, 'id'> & { user: { id: string } };

function keep({ id, user }: ClosedSession, ending?: z.infer<typeof endReasonSchema>): void {
  sessionStorage.setItem(openKey, JSON.stringify({ id, userId: user.id, ending }));
}

function readKept(): z.infer<typeof keptSchema> | null {
  const kept = sessionStorage.getItem(openKey);
  return kept === null ? null : keptSchema.parse(JSON.parse(kept));
}
const longestMilliseconds = 12 * 3_600_000;
/** Where a reload finds the session that it ended. */
const openKey = 'floorkey-offline-session';

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
  const session = await signInOffline(device, userId, pin);
  deviceMemory.offlineSession = session;
  void askForBackgroundSync();
  keep(session);
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
  // By now the next person may be in.
  if (readKept()?.id === session.id) sessionStorage.removeItem(openKey);
  void askForBackgroundSync();
  if (useDeviceState.getState().connection.online) askToPull(heedWorkerMessage);
}

/** Notes the end of a session that a reload of this page has ended. */
export async function closeReloadedSession(device: DeviceRecord): Promise<void> {
  const kept = readKept();
  if (!kept) return;
  await closeOfflineSession(device, { id: kept.id, user: { id: kept.userId } }, kept.ending ?? 'reloaded');
}

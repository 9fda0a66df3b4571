// A session that was opened without the server: how the screens see it, and how its end is noted.
import { pinSessionHours } from '../../contract/durations.ts';
import type { OfflinePolicy } from '../../contract/endpoints/device.ts';
import type { Session } from '../../contract/endpoints/session.ts';
import { offlinePermissions } from '../../contract/permissions.ts';
import { releasePinHashing, warmPinHashing } from '../../device/offline/hash-pin.ts';
import {
  endOfflineSession,
  noteSessionEnd,
  type ProvisionalSession,
  readOpenSessions,
  signInOffline,
} from '../../device/offline/offline-sign-in.ts';
import type { DeviceRecord } from '../../device/store/database.ts';
import { askForBackgroundSync } from './background-sync.ts';
import { deviceMemory } from './device-memory.ts';
import { useDeviceState } from './device-state.ts';

type ClosedSession = { readonly id: string; readonly user: { readonly id: string } };

/** One page holds this lock for as long as the session is open; whoever gets it later finds a session that nobody ended. */
const lockOf = (id: string) => `floorkey-offline-session-${id}`;
const releases = new Map<string, () => void>();

/** Before the session is on the disk, so that no other page takes it for one that was left. */
function hold(id: string): Promise<void> {
  return new Promise((held) => {
    void navigator.locks.request(lockOf(id), () => {
      held();
      return new Promise<void>((resolve) => releases.set(id, resolve));
    });
  });
}

function release(id: string): void {
  releases.get(id)?.();
  releases.delete(id);
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
    passkeyStep: null,
    stepUpBy: 'any',
    stepUpUntil: null,
    expiresAt: new Date(openedAt + pinSessionHours * 3_600_000).toISOString(),
  };
}

/** Gets ready what the first PIN without the server would wait for. @returns what gives its memory back */
export async function prepareSignIn(policy: OfflinePolicy): Promise<() => void> {
  await Promise.all([warmPinHashing(policy), import('../../device/offline/seal-proof.ts')]);
  return releasePinHashing;
}

/** @throws OfflineRefusal, StorageFailure */
export async function openOfflineSession(
  device: DeviceRecord,
  userId: string,
  pin: string,
): Promise<Session> {
  const id = crypto.randomUUID();
  await hold(id);
  try {
    const session = await signInOffline(device, userId, pin, Date.now(), id);
    deviceMemory.offlineSession = session;
    return describe(session);
  } catch (error) {
    release(id);
    throw error;
  } finally {
    // A wrong PIN is something to send, too.
    void askForBackgroundSync();
  }
}

/** Notes the end, and sends it where the server is back. One that can't be noted now is noted at the next start. */
export async function closeOfflineSession(
  device: DeviceRecord,
  session: ClosedSession,
  reason: 'locked' | 'idle' | 'reloaded',
): Promise<void> {
  await endOfflineSession(device, session, reason).finally(() => release(session.id));
  void askForBackgroundSync();
  deviceMemory.pullSoon();
}

/** Notes the end of a session that the server opened and of whose end it was not heard. @throws StorageFailure */
export async function noteUnheardEnd(
  device: DeviceRecord,
  session: ClosedSession,
  reason: 'locked' | 'idle' | 'reloaded',
  endedAt: number,
): Promise<void> {
  await noteSessionEnd(device, session, reason, endedAt);
  void askForBackgroundSync();
}

/** Notes the ends of sessions whose pages are gone, by a reload, a crash or a restart. */
export async function closeReloadedSession(device: DeviceRecord): Promise<void> {
  const sessions = await readOpenSessions();
  await Promise.all(
    sessions.map(({ id, userId }) =>
      // Another page may hold it: its session is open, and is ended here once that page is gone.
      navigator.locks.request(lockOf(id), () =>
        closeOfflineSession(device, { id, user: { id: userId } }, 'reloaded'),
      ),
    ),
  );
}

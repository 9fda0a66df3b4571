// Brings the tablet up to date: asks for what changed since the cursor and applies it in one transaction.
import { pullChanges as pullEndpoint } from '../contract/endpoints/device.ts';
import { appVersion } from './app-version.ts';
import { applyPull, changesSomething, stateAfterPull } from './apply-pull.ts';
import { callAsDevice } from './call-as-device.ts';
import { openDatabase } from './database.ts';
import { describeOutbox } from './outbox.ts';

export type PullResult = { readonly changed: boolean };

let waiting: Promise<PullResult> | undefined;

/** WebKitGTK has no `navigator.storage`: a browser that promises nothing has not promised to keep it. */
async function askIfPersisted(): Promise<boolean> {
  return (await navigator.storage?.persisted().catch(() => false)) ?? false;
}

async function pullOnce(): Promise<PullResult> {
  const database = await openDatabase();
  const device = await database?.get('device', 'current');
  if (!database || !device) return { changed: false };
  const cursor = (await database.get('state', 'current'))?.cursor;
  const persisted = await askIfPersisted();
  const pull = await callAsDevice(device, pullEndpoint, {
    query: {
      ...(cursor ? { cursor } : {}),
      appVersion,
      storagePersisted: persisted ? 'yes' : 'no',
      ...(await describeOutbox()),
    },
  });
  const transaction = database.transaction(['device', 'users', 'roles', 'state'], 'readwrite');
  const [current, before] = await Promise.all([
    transaction.objectStore('device').get('current'),
    transaction.objectStore('state').get('current'),
  ]);
  // Linked anew or pulled elsewhere meanwhile: what came belongs to another cursor.
  if (current?.id !== device.id || before?.cursor !== cursor) return { changed: true };
  await applyPull(
    {
      users: transaction.objectStore('users'),
      roles: transaction.objectStore('roles'),
      state: transaction.objectStore('state'),
    },
    pull,
    stateAfterPull(pull, Date.now()),
  );
  await transaction.done;
  return { changed: changesSomething(before, pull) };
}

/**
 * Pulls once; of all pages and the worker only one pulls at a time. A call that comes while another pull is under
 * way starts its own afterwards, since the change that it is about may be too new for that one.
 * @throws ApiProblem, Unreachable, StorageFailure
 */
export function pullChanges(): Promise<PullResult> {
  waiting ??= navigator.locks.request('floorkey-pull', () => {
    waiting = undefined;
    return pullOnce();
  });
  return waiting;
}

// Brings the tablet up to date: asks for what changed since the cursor and applies it in one transaction.
import { pullChanges as pullEndpoint } from '../../contract/endpoints/device.ts';
import { appVersion } from '../calls/app-version.ts';
import { callAsDevice } from '../calls/call-as-device.ts';
import { noTries } from '../offline/count-tries.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { isSameLink } from '../store/link-mark.ts';
import { describeOutbox } from '../store/outbox.ts';
import { applyPull, changesSomething, stateAfterPull } from './apply-pull.ts';
import { moveOn, takeMarks, writeMarks } from './sync-marks.ts';
import { thumbprintOf } from './verify-revocation.ts';

export type PullResult = { readonly changed: boolean };

let waiting: Promise<PullResult> | undefined;

/** WebKitGTK has no `navigator.storage`: a browser that promises nothing has not promised to keep it. */
async function askIfPersisted(): Promise<boolean> {
  return (await navigator.storage?.persisted().catch(() => false)) ?? false;
}

/** Where to go on from; `undefined`, to fetch everything, where the browser has lost a part of the roster. */
async function readCursor(database: Database): Promise<string | undefined> {
  const transaction = database.transaction(['state', 'users', 'roles']);
  const [state, users, roles] = await Promise.all([
    transaction.objectStore('state').get('current'),
    transaction.objectStore('users').count(),
    transaction.objectStore('roles').count(),
    transaction.done,
  ]);
  const lost = state?.rosterSize !== undefined && state.rosterSize !== users + roles;
  return lost ? undefined : state?.cursor || undefined;
}

async function pullOnce(live: boolean | undefined): Promise<PullResult> {
  const database = await openDatabase();
  const device = await database?.get('device', 'current');
  if (!database || !device) return { changed: false };
  const cursor = await readCursor(database);
  const persisted = await askIfPersisted();
  const marks = await takeMarks(database);
  const pull = await callAsDevice(device, pullEndpoint, {
    query: {
      ...(cursor ? { cursor } : {}),
      appVersion,
      marks: writeMarks(marks),
      storagePersisted: persisted ? 'yes' : 'no',
      ...(live === undefined ? {} : { live: live ? 'yes' : 'no' }),
      ...(await describeOutbox()),
      ...(device.organizationKey ? { pinnedKey: await thumbprintOf(device.organizationKey) } : {}),
    },
  });
  const stores = ['device', 'users', 'roles', 'state', 'spentTries', 'syncMarks'] as const;
  const transaction = database.transaction(stores, 'readwrite', { durability: 'strict' });
  // What the calls below throw is heard; this says the same.
  transaction.done.catch(() => undefined);
  const [current, before] = await Promise.all([
    transaction.objectStore('device').get('current'),
    transaction.objectStore('state').get('current'),
  ]);
  const isSame = current !== undefined && isSameLink(current, device);
  // Whatever else came of it, the server has taken this mark.
  if (isSame) void transaction.objectStore('syncMarks').put(moveOn(marks), 'current');
  // Linked anew or pulled elsewhere meanwhile: what came belongs to another cursor.
  if (!isSame || (cursor !== undefined && before?.cursor !== cursor)) {
    return { changed: true };
  }
  const users = transaction.objectStore('users');
  const roles = transaction.objectStore('roles');
  const states = transaction.objectStore('state');
  const tries = transaction.objectStore('spentTries');
  const after = stateAfterPull(pull, Date.now());
  // Linked by an older version: this server has just shown that it knows the device. One that is pinned stays for good.
  if (!current.organizationKey) {
    const pinned = { ...current, organizationKey: pull.organizationKey };
    await transaction.objectStore('device').put(pinned, 'current');
  }
  // The server was told of the ones before, so that a count that was lost begins anew.
  if ((await tries.count()) === 0) await tries.put(noTries, 'current');
  await applyPull({ users, roles, state: states }, pull, after);
  const rosterSize = (await users.count()) + (await roles.count());
  await Promise.all([states.put({ ...after, rosterSize }, 'current'), transaction.done]);
  return { changed: changesSomething(before, pull) };
}

/**
 * Pulls once; of all pages and the worker only one pulls at a time. A call that comes while another pull is under
 * way starts its own afterwards, since the change that it is about may be too new for that one.
 * @throws ApiProblem, Unreachable, StorageFailure
 */
export function pullChanges(live?: boolean): Promise<PullResult> {
  waiting ??= navigator.locks.request('floorkey-pull', async () => {
    // A lock that is granted at once must not clear what is only set afterwards.
    await Promise.resolve();
    waiting = undefined;
    return pullOnce(live);
  });
  return waiting;
}

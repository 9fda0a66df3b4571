// The page's line to the service worker: registers it, asks it to pull, and brings in a new version.
/// <reference types="trusted-types" />
import type { Workbox } from 'workbox-window';
import type { PageMessage, WorkerMessage } from '../../contract/worker-messages.ts';
import { useDeviceState } from './device-state.ts';
import { wipeTablet } from './wipe-place.ts';

const workerAddress = '/worker.js';
const updateCheckMilliseconds = 60 * 60 * 1000;
/** A worker that has told nothing by then is not going to; the page pulls by itself. */
const answerMilliseconds = 8000;

let workbox: Workbox | undefined;
let updateCheckedAt = 0;
let awaited: ReturnType<typeof setTimeout> | undefined;

function trustWorkerAddress(): string | TrustedScriptURL {
  const policy = window.trustedTypes?.createPolicy('floorkey-worker', {
    createScriptURL(address) {
      if (address !== workerAddress) throw new TypeError('Only Floorkey’s own worker may be registered.');
      return address;
    },
  });
  return policy?.createScriptURL(workerAddress) ?? workerAddress;
}

/** Whichever page let a new worker take over, every page is of an old version from then on. */
function noteTakeovers(workers: ServiceWorkerContainer): void {
  // The first worker of a page brings nothing new.
  let before = workers.controller;
  workers.addEventListener('controllerchange', () => {
    if (before) useDeviceState.setState({ update: 'taken' });
    before = workers.controller;
  });
}

/** Registers the service worker, so that the app opens without the server. Without workers the page does it all. */
export async function registerWorker(): Promise<void> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  const { Workbox } = await import('workbox-window');
  const registered = new Workbox(trustWorkerAddress());
  registered.addEventListener('waiting', () => useDeviceState.setState({ update: 'waiting' }));
  noteTakeovers(navigator.serviceWorker);
  workbox = registered;
  updateCheckedAt = Date.now();
  // A browser that refuses (private mode, a full disk) still runs the app online.
  const registration = await registered.register({ immediate: true }).catch(() => undefined);
  // Wiped while it was being registered: a worker must not stay behind.
  if (useDeviceState.getState().phase !== 'wiped') return;
  // Refused only where the wipe itself is just doing it.
  await registration?.unregister().catch(() => false);
}

/** Tells the worker that this page was opened, or that this browser became a device: it sees that it has all it needs. */
export function tellDeviceChanged(): void {
  navigator.serviceWorker?.controller?.postMessage({ type: 'device-changed' } satisfies PageMessage);
}

/** Looks for a new version, at most once an hour. */
export function checkForUpdate(): void {
  if (!workbox || Date.now() - updateCheckedAt < updateCheckMilliseconds) return;
  updateCheckedAt = Date.now();
  workbox.update().catch(() => undefined);
}

/** Lets the version that waits take over, or, where it has, shows it by a reload: only while nobody types or is signed in. */
export function takeUpdate(): void {
  if (useDeviceState.getState().update === 'taken') location.reload();
  else workbox?.messageSkipWaiting();
}

async function pullInPage(heed: (message: WorkerMessage) => void, live: boolean): Promise<void> {
  const sync = await import('../../device/sync/sync-and-tell.ts').catch(() => undefined);
  const message = sync ? await sync.syncAndTell(wipeTablet, live) : ({ type: 'offline' } as const);
  if (message) heed(message);
}

/**
 * Has the roster brought up to date: by the worker, or by this page where no worker is in control.
 * @param live whether a stream tells of changes
 */
export function askToPull(heed: (message: WorkerMessage) => void, live: boolean): void {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) {
    void pullInPage(heed, live);
    return;
  }
  worker.postMessage({ type: 'pull', live } satisfies PageMessage);
  awaited ??= setTimeout(() => {
    awaited = undefined;
    void pullInPage(heed, live);
  }, answerMilliseconds);
}

/** Notes that the worker told how its pull went. */
export function noteWorkerAnswer(): void {
  clearTimeout(awaited);
  awaited = undefined;
}

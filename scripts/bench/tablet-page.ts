// A browser made a device of the benchmark's organization, without the screens of an admin.
import { calculateJwkThumbprint } from 'jose';
import * as z from 'zod';
import { fold } from '../../src/contract/fields.ts';
import { makeToken } from '../../src/server/crypto/tokens.ts';
import type { Database } from '../../src/server/database/database.ts';
import { devices } from '../../src/server/database/schema.ts';
import {
  type ChromiumBrowser,
  type ChromiumPage,
  launchChromium,
} from '../../tests/browser/engine/chromium-engine.ts';
import type { BenchOrganization } from './bench-organization.ts';
import type { Scope } from './scope.ts';

const makeKeysScript = `(async () => {
  window.benchKeys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  return crypto.subtle.exportKey('jwk', window.benchKeys.publicKey);
})()`;

// The stores of src/device/store/database.ts, as authorizing on the screen leaves them.
const storeScript = (record: object) => `new Promise((resolve, reject) => {
  const request = indexedDB.open('floorkey', 2);
  request.onupgradeneeded = () => {
    for (const name of ['device', 'newKey', 'state', 'outboxHead', 'spentTries', 'reserve']) request.result.createObjectStore(name);
    for (const name of ['users', 'roles']) request.result.createObjectStore(name, { keyPath: 'id' });
    request.result.createObjectStore('outbox', { keyPath: 'sequence' });
  };
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const transaction = request.result.transaction('device', 'readwrite');
    const { privateKey, publicKey } = window.benchKeys;
    transaction.objectStore('device').put({ ...${JSON.stringify(record)}, keys: { privateKey, publicKey } }, 'current');
    transaction.oncomplete = () => { request.result.close(); resolve(true); };
  };
})`;

const publicKeySchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
});

/** Starts a Chromium that ends with the benchmark. */
export async function startChromium(scope: Scope): Promise<ChromiumBrowser> {
  const browser = await launchChromium();
  scope.defer(() => browser.close());
  return browser;
}

/** Waits until the pad stands there and takes digits. */
export function waitForPad(page: ChromiumPage): Promise<void> {
  return page.waitFor(`document.querySelector('[data-key="1"]:not(:disabled)') !== null`, {
    what: 'the PIN pad',
    timeout: 30_000,
  });
}

/**
 * Links the browser of a page that shows the app, unlinked; afterwards the pad stands there.
 * @returns the device's id
 */
export async function linkPage(
  page: ChromiumPage,
  database: Database,
  organization: BenchOrganization,
  name: string,
): Promise<string> {
  const publicKey = publicKeySchema.parse(await page.evaluate(makeKeysScript));
  const { id, token, secretHash } = makeToken();
  await database.inOrganization(organization.id, async (tx) => {
    await tx.insert(devices).values({
      id,
      organizationId: organization.id,
      name,
      nameFolded: fold(name),
      secretHash,
      publicKey,
      thumbprint: await calculateJwkThumbprint(publicKey),
      authorizedAt: new Date(),
    });
  });
  const record = { id, token, organizationName: organization.name, deviceName: name, linkedAt: Date.now() };
  await page.evaluate(storeScript(record));
  await page.reload();
  await waitForPad(page);
  return id;
}

/** Waits until the service worker is in control and has everything that it needs without the server. */
export async function waitForWorker(page: ChromiumPage): Promise<void> {
  await page.waitFor(
    'navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)',
    {
      what: 'a service worker in control',
      timeout: 30_000,
    },
  );
}

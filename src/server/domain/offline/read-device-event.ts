// Reads what a tablet sent of what it noted: the signature, by the keys that the tablet has or had, and the form.
import { createHash } from 'node:crypto';
import { compactVerify, importJWK } from 'jose';
import { type DeviceEvent, deviceEventSchema, deviceEventType } from '../../../contract/device-events.ts';
import type { KnownDevice } from '../devices/device-identity.ts';

type Sent = { sequence: number; jws: string };
type Key = Awaited<ReturnType<typeof importJWK>>;

/** What was sent, with its hash, which the next event names; `event` is `null` where no key of the device fits. */
export type ReadEvent = Sent & { hash: string; event: DeviceEvent | null };

const hashOfEvent = (jws: string) => createHash('sha256').update(jws).digest('base64url');

async function verify(jws: string, keys: readonly Key[]) {
  for (const key of keys) {
    const verified = await compactVerify(jws, key, { algorithms: ['ES256'] }).catch(() => null);
    if (verified) return verified;
  }
  return null;
}

async function readEvent(
  deviceId: string,
  { sequence, jws }: Sent,
  keys: readonly Key[],
): Promise<DeviceEvent | null> {
  const verified = await verify(jws, keys);
  if (verified?.protectedHeader.typ !== deviceEventType) return null;
  try {
    const event = deviceEventSchema.parse(JSON.parse(new TextDecoder().decode(verified.payload)));
    return event.deviceId === deviceId && event.sequence === sequence ? event : null;
  } catch {
    return null;
  }
}

/**
 * Reads a batch in the order of its numbers. What a tablet noted before it was linked again fits the key of that time. Not yet verified: the place of each in the chain, and whether it was allowed.
 */
export async function readDeviceEvents(
  { id, publicKey, formerKeys }: KnownDevice,
  events: readonly Sent[],
): Promise<ReadEvent[]> {
  const keys = await Promise.all([publicKey, ...formerKeys].map((key) => importJWK(key, 'ES256')));
  const inOrder = events.toSorted((a, b) => a.sequence - b.sequence);
  return Promise.all(
    inOrder.map(async (sent) => ({
      ...sent,
      hash: hashOfEvent(sent.jws),
      event: await readEvent(id, sent, keys),
    })),
  );
}

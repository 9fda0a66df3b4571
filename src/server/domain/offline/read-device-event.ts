// Reads what a tablet sent of what it noted: the signature, by the keys that the tablet has or had, the form, and the sealed proof.
import { createHash } from 'node:crypto';
import { compactVerify, importJWK } from 'jose';
import {
  type DeviceEvent,
  deviceEventSchema,
  deviceEventType,
  type OfflineProof,
} from '../../../contract/device-events.ts';
import { openOfflineProof } from '../../crypto/offline-proofs.ts';
import type { SecretKeys } from '../../crypto/secret-keys.ts';
import type { KnownDevice } from '../access/device-identity.ts';

/** What was sent, with its hash, which the next event names. */
export type Sent = { sequence: number; jws: string; hash: string };
type Key = Awaited<ReturnType<typeof importJWK>>;

/** `event` is `null` where no key of the device fits; `proof` where there is none, or none that this server can open. */
export type ReadEvent = Sent & { event: DeviceEvent | null; proof: OfflineProof | null };

/** Hashes a batch, in the order of its numbers. */
export function hashDeviceEvents(events: readonly Omit<Sent, 'hash'>[]): Sent[] {
  return events
    .map((sent) => ({ ...sent, hash: createHash('sha256').update(sent.jws).digest('base64url') }))
    .toSorted((a, b) => a.sequence - b.sequence);
}

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
  deviceKeys: readonly Key[],
): Promise<DeviceEvent | null> {
  const verified = await verify(jws, deviceKeys);
  if (verified?.protectedHeader.typ !== deviceEventType) return null;
  try {
    const event = deviceEventSchema.parse(JSON.parse(new TextDecoder().decode(verified.payload)));
    return event.deviceId === deviceId && event.sequence === sequence ? event : null;
  } catch {
    return null;
  }
}

/**
 * Reads events, which takes no lock and no connection. What a tablet noted before it was linked again fits the key of that
 * time. Not yet verified: the place of each in the chain, whether it was allowed, and that a proof belongs to its event.
 */
export async function readDeviceEvents(
  keys: SecretKeys,
  { id, publicKey, formerKeys }: KnownDevice,
  events: readonly Sent[],
): Promise<ReadEvent[]> {
  const deviceKeys = await Promise.all([publicKey, ...formerKeys].map((key) => importJWK(key, 'ES256')));
  return Promise.all(
    events.map(async (sent) => {
      const event = await readEvent(id, sent, deviceKeys);
      const proof = event?.kind === 'signed-in' ? await openOfflineProof(keys, event.proof) : null;
      return { ...sent, event, proof };
    }),
  );
}

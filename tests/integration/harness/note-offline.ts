// Offline sign-ins that a tablet notes and sends, with the proof of the PIN that was typed.
import { CompactEncrypt, importJWK } from 'jose';
import { type DeviceEvent, offlineProofType } from '../../../src/contract/device-events.ts';
import { pushEvents } from '../../../src/contract/endpoints/device.ts';
import type { StoredRows } from './stored-rows.ts';
import type { SentEvent, TestDevice } from './test-device.ts';
import type { TestServer } from './test-server.ts';

type SignedIn = Extract<DeviceEvent, { kind: 'signed-in' }>;
type Noter = { server: TestServer; tablet: TestDevice };

/** The proof that a tablet seals for an event. @param pin as it was typed */
export async function sealProof(
  { server, tablet }: Noter,
  pin: string,
  proof: { eventId: string; userId: string; deviceId?: string },
): Promise<string> {
  const { policy } = await tablet.pull();
  if (!policy.offline) throw new Error('this organization has no offline sign-in');
  const s = await server.context.hashing.hashPin(pin, Buffer.from(policy.offline.pinSalt, 'base64url'));
  const payload = { deviceId: tablet.id, s: s.toString('base64url'), ...proof };
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', typ: offlineProofType })
    .encrypt(await importJWK(policy.offline.sealingKey, 'ECDH-ES'));
}

/** Notes that somebody signed in with a PIN, right or wrong. */
export async function noteSignIn(
  noter: Noter,
  userId: string,
  pin: string,
  changes: Partial<SignedIn> = {},
): Promise<SentEvent> {
  const now = noter.server.clock.now.getTime();
  const id = crypto.randomUUID();
  const proof = await sealProof(noter, pin, { eventId: id, userId });
  return noter.tablet.signEvent({
    kind: 'signed-in',
    id,
    userId,
    sessionId: crypto.randomUUID(),
    rosterAt: now,
    leaseUntil: now + 3_600_000,
    at: now,
    proof,
    ...changes,
  });
}

/** Sends what was noted. @param at what the tablet's clock shows */
export function sendNotes(
  { server, tablet }: Noter,
  events: SentEvent[],
  at = server.clock.now.getTime(),
): Promise<{ upTo: number }> {
  return tablet.succeed(pushEvents, { body: { now: at, events } });
}

/** What the server took from a tablet, in its order, and why somebody should look at it. */
export async function readNotes(
  rows: StoredRows,
  { id }: TestDevice,
): Promise<{ sequence: number; kind: string; reasons: string[] }[]> {
  const found = await rows.query(
    'select sequence::int, kind, reasons from device_events where device_id = $1 order by position',
    [id],
  );
  return found.map(({ sequence, kind, reasons }) => ({
    sequence: Number(sequence),
    kind: String(kind),
    reasons: Array.isArray(reasons) ? reasons.map(String) : [],
  }));
}

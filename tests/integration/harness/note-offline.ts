// Offline sign-ins that a tablet notes and sends, with the proof of the PIN that was typed.
import { CompactEncrypt, importJWK } from 'jose';
import { type DeviceEvent, offlineProofType } from '../../../src/contract/device-events.ts';
import { pushEvents } from '../../../src/contract/endpoints/device.ts';
import type { SentEvent, TestDevice } from './test-device.ts';
import type { TestServer } from './test-server.ts';

type SignedIn = Extract<DeviceEvent, { kind: 'signed-in' }>;
type Noter = { server: TestServer; tablet: TestDevice };

/** Notes that somebody signed in with a PIN, right or wrong. */
export async function noteSignIn(
  { server, tablet }: Noter,
  userId: string,
  pin: string,
  changes: Partial<SignedIn> = {},
): Promise<SentEvent> {
  const now = server.clock.now.getTime();
  const id = crypto.randomUUID();
  const { policy } = await tablet.pull();
  if (!policy.offline) throw new Error('this organization has no offline sign-in');
  const s = await server.context.hashing.hashPin(pin, Buffer.from(policy.offline.pinSalt, 'base64url'));
  const payload = { eventId: id, deviceId: tablet.id, userId, s: s.toString('base64url') };
  const proof = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', typ: offlineProofType })
    .encrypt(await importJWK(policy.offline.sealingKey, 'ECDH-ES'));
  return tablet.signEvent({
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

/** Sends what was noted. */
export function sendNotes({ server, tablet }: Noter, events: SentEvent[]): Promise<{ upTo: number }> {
  return tablet.succeed(pushEvents, { body: { now: server.clock.now.getTime(), events } });
}

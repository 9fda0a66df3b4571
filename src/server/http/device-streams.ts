// The open change streams of devices in this process: who gets told to pull, and who that it was revoked.
import { randomUUID } from 'node:crypto';
import { and, inArray, isNotNull } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { devices, organizations } from '../database/schema.ts';
import type { KnownDevice } from '../domain/access/device-identity.ts';
import { proveRevocation } from '../domain/access/prove-revocation.ts';

const pingMs = 15_000;
/** Tabs of one tablet share one stream; more than a few are leftovers. */
const streamsADevice = 3;

type StreamEvent = 'changed' | 'revoked' | 'ping';
type Stream = { id: string; device: KnownDevice; send(event: StreamEvent, data?: string): void; end(): void };

export type DeviceStreams = {
  /** Opens a stream of server-sent events for a device; it begins with `changed`. */
  open(device: KnownDevice): ReadableStream<Uint8Array>;
  count(): number;
  close(): void;
};

const encoder = new TextEncoder();
const encode = (event: StreamEvent, data: string) => encoder.encode(`event: ${event}\ndata: ${data}\n\n`);

/** Starts to hear signals and to ping. */
export function openDeviceStreams(context: Context): DeviceStreams {
  const { database, signals, clock, log } = context;
  const streams = new Map<string, Stream>();
  let revisions = new Map<string, number>();

  const ofDevice = (id: string) => [...streams.values()].filter(({ device }) => device.id === id);

  async function endRevoked(deviceIds: readonly string[]): Promise<void> {
    const open = deviceIds.filter((id) => ofDevice(id).length > 0);
    if (open.length === 0) return;
    const revoked = await database.lookUp
      .select()
      .from(devices)
      .where(and(inArray(devices.id, open), isNotNull(devices.revokedAt)));
    for (const { revokedAt, ...device } of revoked) {
      if (!revokedAt) continue;
      const statement = await proveRevocation(context, { ...device, revokedAt });
      for (const stream of ofDevice(device.id)) {
        stream.send('revoked', statement);
        stream.end();
      }
    }
  }

  const stopHearing = signals.onSignal((signal) => {
    if (signal?.revokedDeviceId) {
      endRevoked([signal.revokedDeviceId]).catch((error: unknown) =>
        // The look at the open streams makes it good.
        log.warn({ err: error }, 'a stream could not be told of a revocation'),
      );
      return;
    }
    for (const stream of streams.values()) {
      if (!signal || stream.device.organizationId === signal.organizationId) stream.send('changed');
    }
  });

  // Touches the devices, and makes good what a crash between a commit and its signal has swallowed.
  async function look(): Promise<void> {
    if (streams.size === 0) return;
    const open = [...streams.values()];
    const deviceIds = [...new Set(open.map(({ device }) => device.id))];
    const organizationIds = [...new Set(open.map(({ device }) => device.organizationId))];
    await database.lookUp.update(devices).set({ lastSeenAt: clock() }).where(inArray(devices.id, deviceIds));
    await endRevoked(deviceIds);
    const now = await database.lookUp
      .select({ id: organizations.id, revision: organizations.revision })
      .from(organizations)
      .where(inArray(organizations.id, organizationIds));
    const changed = new Set(
      now.filter(({ id, revision }) => revisions.get(id) !== revision).map(({ id }) => id),
    );
    revisions = new Map(now.map(({ id, revision }) => [id, revision]));
    for (const stream of streams.values()) {
      stream.send(changed.has(stream.device.organizationId) ? 'changed' : 'ping');
    }
  }

  const timer = setInterval(() => {
    look().catch((error: unknown) => log.warn({ err: error }, 'the look at the open streams failed'));
  }, pingMs);
  timer.unref();

  return {
    open: (device) => {
      const id = randomUUID();
      for (const old of ofDevice(device.id).slice(0, -(streamsADevice - 1))) old.end();
      return new ReadableStream<Uint8Array>({
        start: (controller) => {
          // A stream whose tablet is gone throws; the others must still be told.
          const attempt = (step: () => void) => {
            try {
              step();
            } catch {
              streams.delete(id);
            }
          };
          const end = () => {
            if (streams.delete(id)) attempt(() => controller.close());
          };
          const send = (event: StreamEvent, data = '') =>
            attempt(() => controller.enqueue(encode(event, data)));
          streams.set(id, { id, device, send, end });
          // What changed before the stream stood open sent no signal to it.
          send('changed');
        },
        cancel: () => {
          streams.delete(id);
        },
      });
    },
    count: () => streams.size,
    close: () => {
      clearInterval(timer);
      stopHearing();
      for (const stream of streams.values()) stream.end();
    },
  };
}

// Change signals between server processes: PostgreSQL LISTEN/NOTIFY, gathered and sent outside the transactions.
import pg from 'pg';
import type { Logger } from 'pino';

const channel = 'floorkey_changes';
const gatherMs = 5;
const retryMs = 1_000;
// NOTIFY takes payloads under 8000 bytes.
const payloadMost = 100;

export type ChangeSignal = {
  organizationId: string;
  /** Only this device is concerned: it was revoked. */
  revokedDeviceId?: string;
};

export type ChangeSignals = {
  /** Tells every process. Call it after the commit; a signal that a crash swallows is made good by the next pull. */
  announce(signal: ChangeSignal): void;
  /** Hears signals of all processes, this one's included; `null` says that some may have been missed. */
  onSignal(listener: (signal: ChangeSignal | null) => void): () => void;
  close(): Promise<void>;
};

function parseSignals(payload: string): ChangeSignal[] {
  return payload.split(' ').flatMap((word) => {
    const [organizationId, revokedDeviceId] = word.split('/');
    if (!organizationId) return [];
    return [revokedDeviceId ? { organizationId, revokedDeviceId } : { organizationId }];
  });
}

/** Starts listening; when the connection is lost it is made again, and listeners are told that they may have missed some. */
export async function openChangeSignals(
  connectionString: string,
  pool: pg.Pool,
  log: Logger,
): Promise<ChangeSignals> {
  const listeners = new Set<(signal: ChangeSignal | null) => void>();
  const gathered = new Set<string>();
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  const tell = (signal: ChangeSignal | null) => {
    for (const listener of listeners) listener(signal);
  };

  async function listen(): Promise<void> {
    const next = new pg.Client({ connectionString, application_name: 'floorkey signals', keepAlive: true });
    next.on('notification', ({ payload }) => {
      for (const signal of parseSignals(payload ?? '')) tell(signal);
    });
    const onLost = () => {
      if (client !== next && client !== null) return;
      client = null;
      next.removeAllListeners('end');
      if (!closed && retry === undefined) retry = setTimeout(reconnect, retryMs);
    };
    next.on('error', onLost);
    next.on('end', onLost);
    await next.connect();
    await next.query(`LISTEN ${channel}`);
    client = next;
  }

  function reconnect(): void {
    retry = undefined;
    if (closed) return;
    listen().then(
      () => tell(null),
      () => {
        log.warn('the connection for change signals is down; trying again');
        retry ??= setTimeout(reconnect, retryMs);
      },
    );
  }

  async function send(): Promise<void> {
    timer = undefined;
    const words = [...gathered];
    gathered.clear();
    for (let at = 0; at < words.length; at += payloadMost) {
      const payload = words.slice(at, at + payloadMost).join(' ');
      await pool.query('SELECT pg_notify($1, $2)', [channel, payload]);
    }
  }

  await listen();
  return {
    announce: ({ organizationId, revokedDeviceId }) => {
      gathered.add(revokedDeviceId ? `${organizationId}/${revokedDeviceId}` : organizationId);
      timer ??= setTimeout(() => {
        send().catch((error: unknown) => log.warn({ err: error }, 'a change signal could not be sent'));
      }, gatherMs);
    },
    onSignal: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      closed = true;
      clearTimeout(retry);
      if (timer) {
        clearTimeout(timer);
        await send().catch(() => {});
      }
      await client?.end();
    },
  };
}

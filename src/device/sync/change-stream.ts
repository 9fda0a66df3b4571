// Keeps the one stream open by which the server says "pull now" or "you are revoked".
import { openChangeStream } from '../../contract/endpoints/device.ts';
import { ApiProblem } from '../calls/api-problem.ts';
import { backOff } from '../calls/back-off.ts';
import { requireStream } from '../calls/read-answer.ts';
import { sendSigned } from '../calls/send-signed.ts';
import type { DeviceRecord } from '../store/database.ts';
import { createEventReader } from './read-events.ts';

/** The server says something at least every 15 s; so long a silence means that the line is dead. */
const silenceMilliseconds = 40_000;
const connectMilliseconds = 10_000;

export type StreamHooks = {
  /** The stream is open: whatever changed before is worth a pull. */
  opened(): void;
  changed(): void;
  /** @param statement not verified yet */
  revoked(statement: string): void;
  /** The server refused to open the stream. */
  refused(problem: ApiProblem): void;
  /** Anything was heard, a ping as well. */
  heard(): void;
  /** The stream broke, or could not even be opened; another attempt follows by itself. */
  lost(wasOpen: boolean): void;
  /** Calls back when the network or the screen comes back, or the network goes; answers how to stop that. */
  onWake(wake: () => void): () => void;
};

/** Runs one stream to its end. */
async function readStream(
  device: DeviceRecord,
  hooks: StreamHooks,
  controller: AbortController,
): Promise<void> {
  let watchdog = setTimeout(() => controller.abort(), connectMilliseconds);
  const heard = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => controller.abort(), silenceMilliseconds);
    hooks.heard();
  };
  try {
    const headers = { accept: 'text/event-stream' };
    const response = await sendSigned(device, openChangeStream, {}, { headers, signal: controller.signal });
    await requireStream(response);
    heard();
    hooks.opened();
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const readEvents = createEventReader();
    while (reader) {
      const { done, value } = await reader.read();
      if (done) return;
      heard();
      for (const { event, data } of readEvents(value)) {
        if (event === 'changed') hooks.changed();
        else if (event === 'revoked') hooks.revoked(data);
      }
    }
  } finally {
    clearTimeout(watchdog);
    controller.abort();
  }
}

/** Waits some time, or until woken or stopped. */
function pause(milliseconds: number, hooks: StreamHooks, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      stopListening();
      stop.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    const stopListening = hooks.onWake(end);
    stop.addEventListener('abort', end);
    if (stop.aborted) end();
  });
}

/** Runs one stream and tells how it ended; a wake-up ends it, since it may be dead without knowing. */
async function runStream(device: DeviceRecord, hooks: StreamHooks, stop: AbortSignal): Promise<boolean> {
  const controller = new AbortController();
  const end = () => controller.abort();
  let opened = false;
  const stopListening = hooks.onWake(end);
  stop.addEventListener('abort', end);
  try {
    await readStream(
      device,
      {
        ...hooks,
        opened: () => {
          opened = true;
          hooks.opened();
        },
      },
      controller,
    );
  } catch (error) {
    if (error instanceof ApiProblem && !stop.aborted) hooks.refused(error);
  } finally {
    stopListening();
    stop.removeEventListener('abort', end);
  }
  return opened;
}

/**
 * Follows the server's signals until told to stop. Of all open pages one holds the stream; when it closes, the next
 * takes over.
 */
export async function followChanges(
  device: DeviceRecord,
  hooks: StreamHooks,
  stop: AbortSignal,
): Promise<void> {
  const follow = async () => {
    for (let failures = 0; !stop.aborted; ) {
      const opened = await runStream(device, hooks, stop);
      if (stop.aborted) return;
      hooks.lost(opened);
      failures = opened ? 1 : failures + 1;
      await pause(backOff(failures, Math.random()), hooks, stop);
    }
  };
  await navigator.locks
    .request('floorkey-change-stream', { signal: stop }, follow)
    .catch((error: unknown) => {
      if (!stop.aborted) throw error;
    });
}

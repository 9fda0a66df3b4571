// What this page holds in memory only, and what nothing else may keep: the loaded device and the PIN session's token.
import type { DeviceRecord } from '../device/database.ts';

export const deviceMemory: {
  device: DeviceRecord | undefined;
  pinSession: string | undefined;
  /** Ends the change stream. */
  stop: AbortController | undefined;
} = { device: undefined, pinSession: undefined, stop: undefined };

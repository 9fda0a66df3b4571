// What this page holds in memory only, and what nothing else may keep: the loaded device, the PIN session's token, and who follows the server.

import type { ProvisionalSession } from '../../device/offline/offline-sign-in.ts';
import type { DeviceRecord } from '../../device/store/database.ts';

export const deviceMemory: {
  device: DeviceRecord | undefined;
  pinSession: string | undefined;
  /** Opened without the server, which has not checked it. */
  offlineSession: ProvisionalSession | undefined;
  /** Ends the change stream. */
  stop: AbortController | undefined;
  /** Sends and brings what is new, while the server is followed. */
  pullSoon: () => void;
} = {
  device: undefined,
  pinSession: undefined,
  offlineSession: undefined,
  stop: undefined,
  pullSoon: () => {},
};

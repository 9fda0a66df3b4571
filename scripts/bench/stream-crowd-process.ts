// Starts the process with many open streams, and hears from it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ApiClient } from '../../tests/integration/harness/api-client.ts';
import type { Scope } from './scope.ts';
import { type CrowdOrder, crowdReportSchema } from './stream-crowd-messages.ts';

const file = fileURLToPath(new URL('stream-crowd.ts', import.meta.url));

export type StreamCrowd = {
  /** Links more devices and opens their streams. @returns their ids */
  open(count: number): Promise<readonly string[]>;
  /** Waits until a device hears that it was revoked. @returns when, in milliseconds since 1970 */
  waitForRevoked(deviceId: string): Promise<number>;
};

/** @param owner an admin with a step-up, in whose name the devices are linked */
export function startStreamCrowd(scope: Scope, owner: ApiClient): StreamCrowd {
  const child = fork(file);
  const exited = once(child, 'exit');
  const ended = exited.then(() => {
    throw new Error('the process with the streams has ended');
  });
  ended.catch(() => undefined);
  scope.defer(async () => {
    child.kill();
    await exited;
  });
  const revoked = new Map<string, number>();
  const looks = new Set<() => void>();
  let opened: (ids: readonly string[]) => void = () => undefined;
  child.on('message', (message) => {
    const report = crowdReportSchema.parse(message);
    if ('opened' in report) return opened(report.opened);
    revoked.set(report.revoked, report.at);
    for (const look of looks) look();
  });
  return {
    open: (count) => {
      const answer = new Promise<readonly string[]>((resolve) => {
        opened = resolve;
      });
      child.send({ url: owner.url, cookies: [...owner.cookies], count } satisfies CrowdOrder);
      return Promise.race([answer, ended]);
    },
    waitForRevoked: (deviceId) => {
      const heard = new Promise<number>((resolve) => {
        const look = () => {
          const at = revoked.get(deviceId);
          if (at === undefined) return;
          looks.delete(look);
          resolve(at);
        };
        looks.add(look);
        look();
      });
      return Promise.race([heard, ended]);
    },
  };
}

// How long a tablet needs to tell its server of a thousand events.
import { deviceEventsAtOnce } from '../../src/contract/device-events.ts';
import { pushEvents } from '../../src/contract/endpoints/device.ts';
import { TestDevice } from '../../tests/integration/harness/test-device.ts';
import { addUser } from '../../tests/integration/harness/test-organization.ts';
import { setUpBench } from './bench-organization.ts';
import type { Benchmark } from './benchmark.ts';
import { inMs, median } from './figures.ts';
import { startServerProcess } from './server-process.ts';

const events = 1000;

export const queuedEvents: Benchmark = {
  name: 'queued-events',
  async measure(scope) {
    const server = await startServerProcess(scope);
    const organization = await setUpBench(server);
    const { id: userId } = await addUser(organization.owner, 'staff', { pin: '402713', firstName: 'Person' });
    const tablet = await TestDevice.make(server.url);
    await tablet.authorize(organization.owner, 'Tablet');
    await tablet.pull();
    const noted = [];
    for (let n = 0; n < events; n += 1) {
      const end = {
        kind: 'session-ended',
        userId,
        sessionId: crypto.randomUUID(),
        reason: 'locked',
      } as const;
      noted.push(await tablet.signEvent(end));
    }
    const batches: number[] = [];
    const from = performance.now();
    for (let at = 0; at < events; at += deviceEventsAtOnce) {
      const started = performance.now();
      const batch = noted.slice(at, at + deviceEventsAtOnce);
      const { upTo } = await tablet.succeed(pushEvents, { body: { now: Date.now(), events: batch } });
      if (upTo !== at + batch.length) throw new Error(`the server took them up to ${upTo}`);
      batches.push(performance.now() - started);
    }
    return [
      {
        what: `Sync of ${events.toLocaleString('en')} queued events`,
        figures: `${inMs(performance.now() - from)}; a batch of ${deviceEventsAtOnce} ${inMs(median(batches))}`,
        how: 'Ends of sessions, signed and chained before the clock runs, sent in batches one after the other over HTTP; each is checked, stored and written to the audit trail before the next batch goes.',
      },
    ];
  },
};

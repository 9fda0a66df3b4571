// How long a tablet needs to tell its server of a thousand events.
import { deviceEventsAtOnce, pushEvents } from '../../src/contract/endpoints/device.ts';
import { sealProof } from '../../src/device/offline/seal-proof.ts';
import { toBase64Url } from '../../src/device/store/sign-jws.ts';
import { TestDevice } from '../../tests/integration/harness/test-device.ts';
import { addUser } from '../../tests/integration/harness/test-organization.ts';
import { setUpBench } from './bench-organization.ts';
import type { Benchmark } from './benchmark.ts';
import { inMs, median } from './figures.ts';
import { hashPin } from './hash-pin.ts';
import { startServerProcess } from './server-process.ts';

const events = 1000;
const pin = '402713';

export const queuedEvents: Benchmark = {
  name: 'queued-events',
  async measure(scope) {
    const server = await startServerProcess(scope);
    const organization = await setUpBench(server);
    const { id: userId } = await addUser(organization.owner, 'staff', { pin, firstName: 'Person' });
    const tablet = await TestDevice.make(server.url);
    await tablet.authorize(organization.owner, 'Tablet');
    const { policy, lease, serverTime } = await tablet.pull();
    if (!policy.offline) throw new Error('the organization has no offline sign-in');
    const pinHash = toBase64Url(hashPin(pin, policy.offline));
    const rosterAt = Date.parse(serverTime);
    const leaseUntil = Date.parse(lease.until);
    const noted = [];
    for (let n = 0; n < events; n += 2) {
      const [id, sessionId] = [crypto.randomUUID(), crypto.randomUUID()];
      const proof = await sealProof(policy.offline, { s: pinHash, eventId: id, deviceId: tablet.id, userId });
      const about = { userId, sessionId };
      noted.push(
        await tablet.signEvent({ ...about, kind: 'signed-in', id, rosterAt, leaseUntil, proof }),
        await tablet.signEvent({ ...about, kind: 'session-ended', reason: 'locked' }),
      );
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
        how: 'Sign-ins with their sealed proofs and ends of sessions in turn, signed and chained before the clock runs, sent in batches one after the other over HTTP; each proof is opened, each event checked, stored and written to the audit trail before the next batch goes.',
      },
    ];
  },
};

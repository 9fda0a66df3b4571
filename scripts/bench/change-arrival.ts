// From the commit of a change to the moment at which the tablet can read it in its own store.
import { updateUser } from '../../src/contract/endpoints/users.ts';
import { addUser } from '../../tests/integration/harness/test-organization.ts';
import { setUpBench } from './bench-organization.ts';
import type { Benchmark } from './benchmark.ts';
import { inQuantiles } from './figures.ts';
import { linkPage, startChromium, waitForWorker } from './tablet-page.ts';
import { startTimedServer } from './timed-server.ts';

const changes = 50;
const warmUps = 3;

// Reads on its own connection until the name is there; in pauses of 4 ms, so that it holds nothing up.
const waitForName = (
  userId: string,
  name: string,
) => `window.benchArrival = new Promise((resolve, reject) => {
  const opening = indexedDB.open('floorkey');
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const look = () => {
      const reading = opening.result.transaction('users').objectStore('users').get('${userId}');
      reading.onsuccess = () => {
        if (reading.result?.name !== '${name}') return setTimeout(look, 4);
        resolve(performance.timeOrigin + performance.now());
        opening.result.close();
      };
    };
    look();
  };
}), true`;

export const changeArrival: Benchmark = {
  name: 'change-arrival',
  async measure(scope) {
    const server = await startTimedServer(scope);
    const organization = await setUpBench(server);
    const user = await addUser(organization.owner, 'staff', { pin: '402713', firstName: 'Person' });
    const browser = await startChromium(scope);
    const page = await browser.openPage(server.url);
    await linkPage(page, server.context.database, organization, 'Tablet');
    await waitForWorker(page);
    const times: number[] = [];
    let { revision } = user;
    for (let n = 0; n < warmUps + changes; n += 1) {
      const firstName = `Name${n}`;
      await page.evaluate(waitForName(user.id, firstName));
      server.announcements.splice(0);
      const changed = await organization.owner.succeed(updateUser, {
        params: { userId: user.id },
        body: { revision, firstName },
      });
      revision = changed.revision;
      const readAt = await page.evaluate<number>('window.benchArrival');
      if (n >= warmUps) times.push(readAt - (server.announcements[0] ?? Number.NaN));
    }
    return [
      {
        what: 'Committed change → readable in the tablet’s store',
        figures: inQuantiles(times, 0.5, 0.95),
        how: `${changes} renamed users, one after the other; from just after the commit, in the server, until a read of the tablet's IndexedDB in Chromium answers the new name (it looks every 4 ms). The pull is done by the service worker, told by the change stream.`,
      },
    ];
  },
};

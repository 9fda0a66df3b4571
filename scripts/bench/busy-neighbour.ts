// Taps of a quiet shop while another organization imports all it can and changes its settings all the time; and the stop then.
import { updateOrganization } from '../../src/contract/endpoints/organization.ts';
import { checkUserImport, startUserImport } from '../../src/contract/endpoints/user-imports.ts';
import { units, userImports } from '../../src/server/database/schema.ts';
import { setUpBench } from './bench-organization.ts';
import type { Benchmark } from './benchmark.ts';
import { addNeighbour } from './neighbours.ts';
import { describeAnswers, sendAtPace } from './paced.ts';
import { describeTaps, openQuietShop } from './quiet-shop.ts';
import { openServerDatabase, startServerProcess } from './server-process.ts';

const rows = 10_000;
const unitsEach = 50;
const changesPerSecond = 260;
const openMost = 40;
const tapMs = 15_000;

export const busyNeighbour: Benchmark = {
  name: 'busy-neighbour',
  async measure(scope) {
    const server = await startServerProcess(scope);
    const shop = await openQuietShop(server.url, await setUpBench(server));
    const database = await openServerDatabase(scope, server);
    const { id: organizationId, owner } = await addNeighbour(database, server.url, 'Busy');
    const names = Array.from({ length: unitsEach }, (_, at) => `u${at}`);
    await database.inOrganization(organizationId, (tx) =>
      tx
        .insert(units)
        .values(names.map((name) => ({ id: crypto.randomUUID(), organizationId, name, nameFolded: name }))),
    );
    const csv = [
      'Username,Units',
      ...Array.from({ length: rows }, (_, at) => `p${at},${names.join('|')}`),
    ].join('\n');
    const idle = await shop.tapFor(tapMs);
    const body = { csv, existing: 'skip', invite: false } as const;
    const { import: checked } = await owner.succeed(checkUserImport, { body });
    const params = { importId: checked?.id ?? '' };
    await owner.succeed(startUserImport, { params });
    let over = false;
    const flood = sendAtPace(
      changesPerSecond,
      openMost,
      () => over,
      async (at) =>
        (await owner.call(updateOrganization, { body: { autoLockSeconds: 60 + (at % 600) } })).status,
    );
    const attacked = await shop.tapFor(tapMs);
    // Past the server, which tells this organization to wait.
    const [running] = await database.inOrganization(organizationId, (tx) => tx.select().from(userImports));
    const stopping = performance.now();
    await server.stop();
    const stopMs = performance.now() - stopping;
    over = true;
    const answers = await flood;
    return [
      {
        what: 'Taps of a quiet shop beside a busy organization',
        figures: `${describeTaps(attacked)}; on the idle server ${describeTaps(idle)}`,
        how: `4 tablets, a right PIN every 0.5 s on each, for ${tapMs / 1000} s; the other organization imports ${rows} people with ${unitsEach} units each (${running?.done ?? 0} written by then) and sends ${changesPerSecond} changes of its settings a second, at most ${openMost} open at once (${describeAnswers(answers)}).`,
      },
      {
        what: 'SIGTERM during that',
        figures: `${(stopMs / 1000).toFixed(1)} s (aim 10 s)`,
        how: 'From the signal to the end of the process, with the import and the changes going on.',
      },
    ];
  },
};

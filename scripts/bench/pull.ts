// What a pull costs: of one change, and of everything, as the organization grows.
import { Agent } from 'node:http';
import { eq, sql } from 'drizzle-orm';
import { pullChanges, pullSchema } from '../../src/contract/endpoints/device.ts';
import type { Database } from '../../src/server/database/database.ts';
import { organizations, users } from '../../src/server/database/schema.ts';
import { TestDevice } from '../../tests/integration/harness/test-device.ts';
import { type BenchOrganization, fillUsers, setUpBench } from './bench-organization.ts';
import type { Benchmark, Row } from './benchmark.ts';
import { inBytes, inMs, median, quantile } from './figures.ts';
import { openServerDatabase, startServerProcess } from './server-process.ts';
import { requireOk, sendTimed, signRequest, type TimedAnswer } from './signed-requests.ts';

const sizes = [100, 1_000, 10_000];
const pulls = 15;

async function changeOne(database: Database, { id }: BenchOrganization, userId: string): Promise<void> {
  await database.inOrganization(id, async (tx) => {
    const [raised] = await tx
      .update(organizations)
      .set({ revision: sql`${organizations.revision} + 1` })
      .where(eq(organizations.id, id))
      .returning({ revision: organizations.revision });
    await tx
      .update(users)
      .set({ revision: raised?.revision ?? 0 })
      .where(eq(users.id, userId));
  });
}

export const pull: Benchmark = {
  name: 'pull',
  async measure(scope) {
    const server = await startServerProcess(scope);
    const organization = await setUpBench(server);
    const database = await openServerDatabase(scope, server);
    const device = await TestDevice.make(server.url);
    await device.authorize(organization.owner, 'Tablet');
    const agent = new Agent({ keepAlive: true });
    scope.defer(async () => agent.destroy());

    const pullOnce = async (
      cursor: string | undefined,
      rows: number,
    ): Promise<TimedAnswer & { cursor: string }> => {
      const query = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`;
      const answer = await sendTimed(await signRequest(device, pullChanges, { query }), agent);
      requireOk(answer);
      const { puts, cursor: next } = pullSchema.parse(JSON.parse(answer.body));
      if (puts.users.length !== rows) throw new Error(`${puts.users.length} people were pulled, not ${rows}`);
      return { ...answer, cursor: next };
    };

    const rows: Row[] = [];
    const ids: string[] = [];
    for (const size of sizes) {
      ids.push(...(await fillUsers(database, organization, size - ids.length)));
      // As the server's own autovacuum would, sooner or later.
      await database.pool.query('ANALYZE users');
      const [everything, one]: TimedAnswer[][] = [[], []];
      let { cursor } = await pullOnce(undefined, size);
      for (let n = 0; n < pulls; n += 1) {
        everything?.push(await pullOnce(undefined, size));
        await changeOne(database, organization, ids[n] ?? '');
        const answer = await pullOnce(cursor, 1);
        cursor = answer.cursor;
        one?.push(answer);
      }
      const describe = (answers: readonly TimedAnswer[] = []) => {
        const ms = answers.map((answer) => answer.ms);
        return `${inMs(median(ms))} (p95 ${inMs(quantile(ms, 0.95))}), ${inBytes(answers[0]?.bytes ?? 0)}`;
      };
      rows.push({
        what: `Pull with ${size.toLocaleString('en')} users`,
        figures: `one change ${describe(one)}; everything ${describe(everything)}`,
        how: `GET /api/device/sync over HTTP, proof signed before the clock runs, until the last byte; medians of ${pulls}; bytes of the JSON before gzip. People and changes are written past the API.`,
      });
    }
    return rows;
  },
};

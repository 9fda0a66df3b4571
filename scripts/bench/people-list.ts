// How long a page of the people takes in an organization of 50,000.
import { Agent } from 'node:http';
import { listUnits } from '../../src/contract/endpoints/units.ts';
import { listUsers } from '../../src/contract/endpoints/users.ts';
import { setUpBench } from './bench-organization.ts';
import type { Benchmark } from './benchmark.ts';
import { inMs, median, quantile } from './figures.ts';
import { fillManyPeople } from './many-people.ts';
import { openServerDatabase, startServerProcess } from './server-process.ts';
import { requireOk, sendTimed } from './signed-requests.ts';

const people = 50_000;
const times = 15;

export const peopleList: Benchmark = {
  name: 'people-list',
  async measure(scope) {
    const server = await startServerProcess(scope);
    const organization = await setUpBench(server);
    const { owner, staffRoleId } = organization;
    const database = await openServerDatabase(scope, server);
    await fillManyPeople(database, organization, people);
    const { units } = await owner.succeed(listUnits, {});
    const unitId = units[1]?.id ?? '';
    const agent = new Agent({ keepAlive: true });
    scope.defer(async () => agent.destroy());
    const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

    const measure = async (query: Record<string, string>) => {
      const url = `${owner.url}${listUsers.path}?${new URLSearchParams(query)}`;
      const ms: number[] = [];
      for (let n = 0; n < times; n += 1) {
        const answer = await sendTimed({ url, method: 'GET', headers: { cookie }, body: '' }, agent);
        requireOk(answer);
        ms.push(answer.ms);
      }
      return `${inMs(median(ms))} (p95 ${inMs(quantile(ms, 0.95))})`;
    };
    const how = `GET /api/users over HTTP until the last byte, 50 people a page of ${people.toLocaleString('en')}; medians of ${times}. People are written past the API.`;
    const cases: [string, Record<string, string>][] = [
      ['first page', {}],
      ['page 500', { page: '500' }],
      ['last page', { page: '1000' }],
      ['search of a part of a name', { search: 'rikse' }],
      ['search that finds one', { search: 'person-48123@' }],
      ['one role', { roleId: staffRoleId, page: '50' }],
      ['one unit', { unitId }],
      ['whole organization', { unitId: 'none', page: '100' }],
      ['invited', { state: 'invited', page: '20' }],
      ['active', { state: 'active', page: '300' }],
      ['suspended', { state: 'suspended' }],
      ['by role', { sort: 'role', page: '500' }],
      ['by state', { sort: 'state', order: 'down', page: '500' }],
      ['by last sign-in', { sort: 'last-sign-in', order: 'down', page: '500' }],
      ['by creation', { sort: 'created', order: 'down' }],
    ];
    const figures: string[] = [];
    for (const [name, query] of cases) figures.push(`${name} ${await measure(query)}`);
    return [{ what: `A page of ${people.toLocaleString('en')} people`, figures: figures.join('; '), how }];
  },
};

// How long a session check takes while nobody signs in, and while 16 tablets sign in at once.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { getSession } from '../../src/contract/endpoints/session.ts';
import type { ApiClient } from '../../tests/integration/harness/api-client.ts';
import { setUpBench } from './bench-organization.ts';
import type { Benchmark } from './benchmark.ts';
import { inMs, inQuantiles, quantile } from './figures.ts';
import type { Scope } from './scope.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';
import { startSignInLoad } from './sign-in-load-process.ts';
import { requireOk, type SignedRequest, sendTimed } from './signed-requests.ts';

const tablets = 16;
const signInsEach = 40;
const everyMs = 15;
const idleMs = 6_000;
const echoFile = fileURLToPath(new URL('echo-server.ts', import.meta.url));

async function startEcho(scope: Scope): Promise<SignedRequest> {
  const child = fork(echoFile);
  const exited = once(child, 'exit');
  scope.defer(async () => {
    child.kill();
    await exited;
  });
  const [port] = await once(child, 'message');
  return { url: `http://localhost:${z.int().parse(port)}/`, method: 'GET', headers: {}, body: '' };
}

function checkOf(owner: ApiClient): SignedRequest {
  const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return { url: owner.url + getSession.path, method: 'GET', headers: { cookie }, body: '' };
}

type Times = { readonly check: number[]; readonly echo: number[]; readonly inServer: number[] };

/** Sends a check and an echo at every beat, whether the ones before are answered or not, until the work is done. */
async function measureDuring(
  server: ServerProcess,
  check: SignedRequest,
  echo: SignedRequest,
  work: Promise<unknown>,
): Promise<Times> {
  const agent = new Agent({ keepAlive: true });
  const times: Times = { check: [], echo: [], inServer: [] };
  const sent: Promise<void>[] = [];
  const send = async (request: SignedRequest, into: number[]) => {
    const answer = await sendTimed(request, agent);
    requireOk(answer);
    into.push(answer.ms);
  };
  server.requests.splice(0);
  let working = true;
  const done = work.finally(() => {
    working = false;
  });
  while (working) {
    sent.push(send(check, times.check), send(echo, times.echo));
    await wait(everyMs);
  }
  await Promise.all([done, ...sent]);
  agent.destroy();
  times.inServer.push(...server.requests.filter(({ path }) => path === getSession.path).map(({ ms }) => ms));
  return times;
}

const inP50P99 = (times: readonly number[]) => inQuantiles(times, 0.5, 0.99);

export const sessionCheck: Benchmark = {
  name: 'session-check',
  async measure(scope) {
    const server = await startServerProcess(scope);
    const organization = await setUpBench(server);
    const load = await startSignInLoad(scope, organization, tablets);
    const [check, echo] = [checkOf(organization.owner), await startEcho(scope)];
    await load.prepare(signInsEach);
    await measureDuring(server, check, echo, wait(1_000));
    const idle = await measureDuring(server, check, echo, wait(idleMs));
    const running = load.run();
    const busy = await measureDuring(server, check, echo, running);
    const { perSecond, ms } = await running;
    return [
      {
        what: `Session check while ${tablets} sign-ins run at once`,
        figures: `${inP50P99(busy.check)} (aim: p99 10 ms); idle ${inP50P99(idle.check)}`,
        how: `GET /api/session with a cookie every ${everyMs} ms, answered or not (${busy.check.length} checks, idle ${idle.check.length}); server, client of the checks and the ${tablets} tablets (${ms.length} sign-ins, ${perSecond.toFixed(1)}/s) are three processes. Beside it, for what the machine and the client add: an HTTP server that does nothing, ${inP50P99(busy.echo)} (idle ${inP50P99(idle.echo)}), and the checks by the server's own log, ${inP50P99(busy.inServer)} (idle p99 ${inMs(quantile(idle.inServer, 0.99))}).`,
      },
    ];
  },
};

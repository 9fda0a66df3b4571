// Every benchmark, in the order of the table.
import type { Benchmark } from './benchmark.ts';
import { busyNeighbour } from './busy-neighbour.ts';
import { changeArrival } from './change-arrival.ts';
import { coldStart } from './cold-start.ts';
import { firstPad } from './first-pad.ts';
import { offlineSignIn } from './offline-sign-in.ts';
import { passwordFlood } from './password-flood.ts';
import { peopleList } from './people-list.ts';
import { peopleSearch } from './people-search.ts';
import { pull } from './pull.ts';
import { queuedEvents } from './queued-events.ts';
import { revocation } from './revocation.ts';
import { serverStart } from './server-start.ts';
import { sessionCheck } from './session-check.ts';
import { signInOnTablet } from './sign-in-on-tablet.ts';
import { signInRate } from './sign-in-rate.ts';
import { signInShops } from './sign-in-shops.ts';
import { stolenRoster } from './stolen-roster.ts';
import { thiefOdds } from './thief-odds.ts';

export const benchmarks: readonly Benchmark[] = [
  signInOnTablet,
  offlineSignIn,
  queuedEvents,
  stolenRoster,
  thiefOdds,
  coldStart,
  firstPad,
  signInRate,
  signInShops,
  passwordFlood,
  busyNeighbour,
  sessionCheck,
  changeArrival,
  pull,
  peopleList,
  peopleSearch,
  revocation,
  serverStart,
];

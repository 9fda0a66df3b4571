// The second half of the random histories of server, tablets, network and clocks.
import { it } from 'vitest';
import { runHistories } from './world/run-histories.ts';

it('keeps every rule in random histories of tablets, server, network and clocks', () => runHistories(1));

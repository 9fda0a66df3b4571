// What the first third of the endpoints makes of bad input.
import { testInput } from './harness/endpoint-input.ts';

testInput(0, 3);

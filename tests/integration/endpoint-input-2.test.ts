// What the second third of the endpoints makes of bad input.
import { testInput } from './harness/endpoint-input.ts';

testInput(1, 3);

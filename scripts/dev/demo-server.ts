// The server of `npm run dev`: with the demo's people, and without a build of its own.
import { runDemo } from '../run-demo.ts';

await runDemo('./dev-data');

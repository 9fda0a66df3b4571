// npm run demo: builds the app where it must, then shows it with made-up people.
import { buildFirst } from './build-first.ts';
import { runDemo } from './run-demo.ts';

buildFirst();
await runDemo('./demo-data');

// Run by vitest before each test file with browsers.
import { watchBrowsersOfFile } from './watched-browsers.ts';

watchBrowsersOfFile();

// Run by vitest before each test file.
import { endEverythingWithFile } from './end-with-file.ts';

endEverythingWithFile();

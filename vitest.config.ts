// The kinds of tests, run one after another: unit (seconds), integration (a real PostgreSQL), model (random histories, kills), browser (real engines).
import { defineConfig } from 'vitest/config';

// Long enough for a busy machine: what is polled for comes, or never.
const patience = { poll: { timeout: 20_000 } };

export default defineConfig({
  test: {
    // One line for a file, however long its tests take.
    slowTestThreshold: Number.POSITIVE_INFINITY,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          setupFiles: [
            'tests/unit/fail-on-console-error.ts',
            'tests/unit/fix-seeds.ts',
            'tests/unit/be-patient.ts',
          ],
          sequence: { groupOrder: 0 },
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          expect: patience,
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: ['tests/integration/harness/global-setup.ts'],
          setupFiles: ['tests/integration/harness/set-up-file.ts'],
          // Loading the whole server takes longer than most of the files: once for a worker, not for each of them.
          isolate: false,
          // They wait for the database more than they work.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
          // What is done fifty times at once takes its time on a machine four times as slow.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'model',
          expect: patience,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          include: ['tests/model/**/*.test.ts'],
          globalSetup: ['tests/integration/harness/global-setup.ts'],
          setupFiles: ['tests/integration/harness/set-up-file.ts'],
          testTimeout: process.env.FLOORKEY_SOAK ? 4 * 3_600_000 : 900_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          expect: patience,
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: ['tests/integration/harness/global-setup.ts'],
          setupFiles: ['tests/integration/harness/set-up-file.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});

// The kinds of tests, run one after another: unit (seconds), integration (a real PostgreSQL), model (random histories, kills), browser (real engines).
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          setupFiles: ['tests/unit/fail-on-console-error.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: ['tests/integration/harness/global-setup.ts'],
          // They wait for the database more than they work.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'model',
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          include: ['tests/model/**/*.test.ts'],
          globalSetup: ['tests/integration/harness/global-setup.ts'],
          testTimeout: process.env.FLOORKEY_SOAK ? 4 * 3_600_000 : 900_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: ['tests/integration/harness/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});

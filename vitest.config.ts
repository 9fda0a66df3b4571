// The kinds of tests: unit (seconds), integration (a real PostgreSQL), model (random histories, kills), browser (real engines).
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Long enough for a busy machine: what is polled for comes, or never.
const patience = { poll: { timeout: 60_000 } };

/** These end what hangs, and nothing else: thirty screens, or fifty calls at once, take minutes on a machine that does five other things. */
const limits = { testTimeout: 300_000, hookTimeout: 300_000 };

/**
 * All kinds run side by side. One worker more than cores, for they wait for the database or a page almost as long as they
 * work; and no more than the one PostgreSQL has connections for.
 */
const maxWorkers = Math.min(availableParallelism() + 1, 5);

/** Kinds with long files first: what is left for the end is short, so that no worker waits for another. */
const kinds = ['model', 'browser', 'integration', 'unit'];

class LongFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => kinds.indexOf(a.project.name) - kinds.indexOf(b.project.name));
  }
}

export default defineConfig({
  test: {
    // One line for a file, however long its tests take.
    slowTestThreshold: Number.POSITIVE_INFINITY,
    sequence: { sequencer: LongFilesFirst },
    projects: [
      {
        test: {
          name: 'unit',
          maxWorkers,
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          expect: patience,
          setupFiles: [
            'tests/unit/fail-on-console-error.ts',
            'tests/unit/fix-seeds.ts',
            'tests/unit/be-patient.ts',
          ],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          maxWorkers,
          expect: patience,
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: ['tests/integration/harness/global-setup.ts'],
          setupFiles: ['tests/integration/harness/set-up-file.ts'],
          // Loading the whole server takes longer than most of the files: once for a worker, not for each of them.
          isolate: false,
          ...limits,
        },
      },
      {
        test: {
          name: 'model',
          maxWorkers,
          expect: patience,
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
          maxWorkers,
          expect: patience,
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: ['tests/integration/harness/global-setup.ts'],
          setupFiles: ['tests/integration/harness/set-up-file.ts', 'tests/browser/flow/set-up-file.ts'],
          isolate: false,
          ...limits,
        },
      },
    ],
  },
});

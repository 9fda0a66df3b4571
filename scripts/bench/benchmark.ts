// The form of one benchmark and of the rows of the table that it fills.
import type { Scope } from './scope.ts';

/** One row: what was measured, the figures with their units, and how they were got. */
export type Row = { readonly what: string; readonly figures: string; readonly how: string };

export type Benchmark = {
  /** What to write on the command line to run just this one. */
  readonly name: string;
  /** Measures. What is deferred to the scope is undone afterwards, also when the run is interrupted. */
  measure(scope: Scope): Promise<readonly Row[]>;
};

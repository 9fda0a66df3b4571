// The error that becomes a problem answer.
import { type Problem, type ProblemCode, problems } from '../../../contract/problem.ts';

type Extras = Pick<Problem, 'errors' | 'triesLeft' | 'holder' | 'organizations' | 'revocation'> & {
  retryAt?: Date | undefined;
  /** The browser is to delete everything that it keeps. */
  clearStorage?: boolean;
};

/** Thrown anywhere in the domain; the route answers it as `application/problem+json`. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly extras: Extras;

  /** @param detail what happened and what to do next, for a person; never with a secret */
  constructor(code: ProblemCode, detail: string, extras: Extras = {}) {
    super(code);
    this.code = code;
    this.detail = detail;
    this.extras = extras;
  }

  get status() {
    return problems[this.code].status;
  }
}

/** A problem that is shown at one field of a form. */
export function fieldProblem(code: ProblemCode, field: string, message: string): ProblemError {
  return new ProblemError(code, message, { errors: [{ field, message }] });
}

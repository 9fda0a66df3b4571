// The ways in which a call to the server can fail, as errors that a screen can show.
import { isProblemCode, type Problem, type ProblemCode } from '../../contract/problem.ts';

/** The server understood the call and refused it; `message` is meant for a person. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly detail: string;
  /** What was wrong with each field, by the path of the field; the first message of each. */
  readonly errors: Readonly<Record<string, string>>;
  /** By the server's clock. */
  readonly retryAt: Date | undefined;
  readonly triesLeft: number | undefined;
  /** For `email_taken`: who holds the address, where the one who asked may see that person. */
  readonly holder: Problem['holder'];
  /** For `choose_organization`: where the address and password open an account. */
  readonly organizations: Problem['organizations'];
  /** For `device_revoked`: the signed statement; not verified yet. */
  readonly revocation: string | undefined;
  readonly requestId: string | undefined;

  constructor(problem: Omit<Problem, 'type' | 'title'>) {
    super(problem.detail);
    this.code = isProblemCode(problem.code) ? problem.code : 'internal';
    this.status = problem.status;
    this.detail = problem.detail;
    const errors: Record<string, string> = {};
    for (const { field, message } of problem.errors ?? []) errors[field] ??= message;
    this.errors = errors;
    this.retryAt = problem.retryAt === undefined ? undefined : new Date(problem.retryAt);
    this.triesLeft = problem.triesLeft;
    this.holder = problem.holder;
    this.organizations = problem.organizations;
    this.revocation = problem.revocation;
    this.requestId = problem.requestId;
  }
}

/** No answer of Floorkey came back: no network, a stopped server, or something in between that answered instead. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
  /** Nobody refused the call: its time was up, and the server may only be slow. */
  readonly isLate: boolean;
  constructor(cause?: unknown) {
    super('The server can’t be reached. Check the network and try again.', { cause });
    this.isLate = cause === 'time-out';
  }
}

/** Tells whether an error is one of the given problems. */
export function isProblem(error: unknown, ...codes: ProblemCode[]): error is ApiProblem {
  return error instanceof ApiProblem && codes.includes(error.code);
}

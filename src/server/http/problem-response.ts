// Turning of errors into `application/problem+json` answers.
import type { Context as HonoContext } from 'hono';
import { type Problem, problems } from '../../contract/problem.ts';
import { isOvertaken } from '../database/database.ts';
import { isUnableToWrite } from '../database/write-probe.ts';
import { ProblemError } from '../domain/access/problem-error.ts';
import { Busy, busySeconds } from '../fair-queue.ts';

/** For a revoked device: a tablet whose own code did not wipe in good time is wiped by its browser (W3C Clear Site Data, section 3.1). */
export const clearEverything = '"cache", "cookies", "storage"';

function isDatabaseDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  // Class 08 and 57P0x: connection lost, server shutting down or starting (PostgreSQL, appendix A).
  if (/^(08|57P|ECONN|ENOENT|EPIPE)/.test(code)) return true;
  return (
    /connection terminated|not queryable|timeout exceeded when trying to connect/i.test(error.message) ||
    isDatabaseDown(error.cause)
  );
}

/** The problem that an error is for the one who asked; errors that nobody foresaw tell nothing of themselves. */
export function toProblemError(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof Busy || isOvertaken(error)) {
    return new ProblemError('busy', 'The server is busy. Try again in a few seconds.', {
      retryAt: new Date(Date.now() + busySeconds * 1000),
    });
  }
  if (isUnableToWrite(error)) {
    return new ProblemError(
      'unavailable',
      'The server can’t save anything right now. Try again in a moment.',
    );
  }
  if (isDatabaseDown(error)) {
    return new ProblemError('unavailable', 'The server has lost its database. Try again in a moment.');
  }
  return new ProblemError(
    'internal',
    'Something went wrong on the server. Try again. If it happens again, tell your admin the request ID.',
  );
}

/** The answer to a problem (RFC 9457). */
export function respondWithProblem(request: HonoContext, error: ProblemError, requestId: string): Response {
  const { code, detail, status, extras } = error;
  const { retryAt, clearStorage, ...rest } = extras;
  const problem: Problem = {
    type: `/problems/${code}`,
    title: problems[code].title,
    status,
    code,
    detail,
    ...rest,
    ...(retryAt ? { retryAt: retryAt.toISOString() } : {}),
    requestId,
  };
  request.header('content-type', 'application/problem+json; charset=utf-8');
  request.header('cache-control', 'no-store');
  if (retryAt) {
    request.header('retry-after', String(Math.max(1, Math.ceil((retryAt.getTime() - Date.now()) / 1000))));
  }
  if (clearStorage) request.header('clear-site-data', clearEverything);
  if (code === 'use_dpop_nonce') request.header('www-authenticate', 'DPoP error="use_dpop_nonce"');
  else if (code.startsWith('proof_')) request.header('www-authenticate', 'DPoP error="invalid_dpop_proof"');
  return request.newResponse(JSON.stringify(problem), status);
}

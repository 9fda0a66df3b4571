// Turns a response into the output that the contract promises, or into the error that a screen can show.
import * as z from 'zod/mini';
import type { Endpoint } from '../../contract/endpoint.ts';
import { answerHeader } from '../../contract/headers.ts';
import { problemSchema } from '../../contract/problem.ts';
import { ApiProblem, Unreachable } from './api-problem.ts';

const json = /^application\/(problem\+)?json\b/;

/** Tells whether Floorkey answered, and not a proxy or the sign-in page of a guest network, whatever its status. */
export function isFloorkeys(response: Response): boolean {
  return response.headers.has(answerHeader);
}

/** @throws Unreachable for what only something in between can have sent: the server itself was not reached */
function requireForm(response: Response, status: number, type: RegExp | null): void {
  const hasType = type === null || type.test(response.headers.get('content-type') ?? '');
  if (!isFloorkeys(response) || response.status !== status || !hasType) throw new Unreachable();
}

async function readJson(response: Response, status: number): Promise<unknown> {
  requireForm(response, status, json);
  try {
    return JSON.parse(await response.text());
  } catch (error) {
    throw new Unreachable(error);
  }
}

function notUnderstood(status: number): ApiProblem {
  const detail = 'The server answered in a way that this version of Floorkey doesn’t know. Reload the page.';
  return new ApiProblem({ code: 'internal', status, detail });
}

/**
 * Reads a refusal (RFC 9457).
 * @throws Unreachable when something other than Floorkey answered
 */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const problem = z.safeParse(problemSchema, await readJson(response, response.status));
  return problem.success ? new ApiProblem(problem.data) : notUnderstood(response.status);
}

/**
 * Reads the answer of an endpoint and checks it against the contract.
 * @throws ApiProblem when the server refused; Unreachable when the answer is not Floorkey's or breaks off
 */
export async function readAnswer(endpoint: Endpoint, response: Response): Promise<unknown> {
  if (!response.ok) throw await readProblem(response);
  if (endpoint.output === null) return requireForm(response, 204, null);
  if (typeof endpoint.output === 'string')
    throw new TypeError(`${endpoint.operation} answers a ${endpoint.output}`);
  const output = z.safeParse(endpoint.output, await readJson(response, 200));
  if (!output.success) throw notUnderstood(response.status);
  return output.data;
}

/**
 * Makes sure that a stream of server-sent events begins.
 * @throws ApiProblem when the server refused; Unreachable when the answer is not Floorkey's
 */
export async function requireStream(response: Response): Promise<void> {
  if (!response.ok) throw await readProblem(response);
  requireForm(response, 200, /^text\/event-stream\b/);
}

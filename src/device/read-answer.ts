// Turns a response into the output that the contract promises, or into the error that a screen can show.
import * as z from 'zod/mini';
import type { Endpoint } from '../contract/endpoint.ts';
import { problemSchema } from '../contract/problem.ts';
import { ApiProblem, Unreachable } from './api-problem.ts';

const json = /^application\/(problem\+)?json\b/;

async function readJson(response: Response): Promise<unknown> {
  // A proxy's error page or the sign-in page of a guest network: the server itself was not reached.
  if (!json.test(response.headers.get('content-type') ?? '')) throw new Unreachable();
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
  const problem = z.safeParse(problemSchema, await readJson(response));
  return problem.success ? new ApiProblem(problem.data) : notUnderstood(response.status);
}

/**
 * Reads the answer of an endpoint and checks it against the contract.
 * @throws ApiProblem when the server refused; Unreachable when the answer is not Floorkey's or breaks off
 */
export async function readAnswer(endpoint: Endpoint, response: Response): Promise<unknown> {
  if (!response.ok) throw await readProblem(response);
  if (endpoint.output === null) return undefined;
  if (typeof endpoint.output === 'string')
    throw new TypeError(`${endpoint.operation} answers a ${endpoint.output}`);
  const output = z.safeParse(endpoint.output, await readJson(response));
  if (!output.success) throw notUnderstood(response.status);
  return output.data;
}

// The typed call of one endpoint of the contract, with the account session's cookie if there is one.
import './forbid-eval.ts';
import type { Endpoint, EndpointInput, EndpointOutput } from '../../contract/endpoint.ts';
import { withDeadline } from './deadline.ts';
import { readAnswer } from './read-answer.ts';
import { type InputParts, type SendOptions, sendRequest } from './send-request.ts';

export type CallOptions = SendOptions & {
  /** How long the whole call may take; 15 s unless told. */
  readonly milliseconds?: number;
};

export const defaultMilliseconds = 15_000;

/**
 * Calls an endpoint and checks what comes back.
 * @returns what the contract promises; `undefined` where it promises no body
 * @throws ApiProblem when the server refused; Unreachable when it did not answer in time
 */
export async function callEndpoint<E extends Endpoint>(
  endpoint: E,
  input: EndpointInput<E> & InputParts,
  options?: CallOptions,
): Promise<EndpointOutput<E>>;
export async function callEndpoint(
  endpoint: Endpoint,
  input: InputParts,
  options: CallOptions = {},
): Promise<unknown> {
  return withDeadline(options.milliseconds ?? defaultMilliseconds, options.signal, async (signal) =>
    readAnswer(endpoint, await sendRequest(endpoint, input, { ...options, signal })),
  );
}

// An error for the log and the console: all that helps to find it, and none of the values that a statement carried.
import { DrizzleQueryError } from 'drizzle-orm';
import { nameSourceLines } from './source-lines.ts';

export type DescribedError = {
  type: string;
  message: string;
  code?: string;
  constraint?: string;
  stack?: string;
  cause?: DescribedError;
  errors?: DescribedError[];
};

/** Enough for any real chain; one that goes in circles ends. */
const deepest = 5;

function textOf(error: Error, name: 'code' | 'constraint'): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** Where it was thrown. The message stands above that, with what must not be told. */
function framesOf({ stack = '', message }: Error): string | undefined {
  const at = stack.indexOf(message);
  return at < 0 ? undefined : stack.slice(at + message.length).trim();
}

/** The job queue hands on copies of errors, which say as much as the errors did; one of a query has values in its message. */
function messageOf(thrown: unknown): string {
  const isCopy =
    typeof thrown === 'object' && thrown !== null && 'message' in thrown && !('params' in thrown);
  return String(isCopy ? thrown.message : thrown);
}

/** Describes whatever was thrown, with its causes. */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: messageOf(error) };
  const described: DescribedError = {
    type: error.constructor.name,
    // The values, such as addresses and hashes, stand in the message of such an error.
    message: error instanceof DrizzleQueryError ? `Failed query: ${error.query}` : error.message,
  };
  const [code, constraint, stack] = [textOf(error, 'code'), textOf(error, 'constraint'), framesOf(error)];
  if (code !== undefined) described.code = code;
  if (constraint !== undefined) described.constraint = constraint;
  if (stack) described.stack = nameSourceLines(stack);
  if (depth >= deepest) return described;
  if (error.cause !== undefined) described.cause = describeError(error.cause, depth + 1);
  if (error instanceof AggregateError)
    described.errors = error.errors.map((one) => describeError(one, depth + 1));
  return described;
}

/** The same, for whoever is at a console. */
export function tellError(error: unknown): string {
  const tell = ({ type, code, message, stack, cause, errors = [] }: DescribedError): string =>
    [
      `${type}: ${message}${code === undefined ? '' : ` (${code})`}`,
      ...(stack ? [`    ${stack}`] : []),
      ...[...(cause ? [cause] : []), ...errors].map((one) => `caused by ${tell(one)}`),
    ].join('\n');
  return tell(describeError(error));
}

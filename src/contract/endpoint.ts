// The form of one endpoint in the contract: what goes in, what comes out, who may call it and how often.
import type * as z from 'zod/mini';
import type { Permission } from './permissions.ts';
import type { ProblemCode } from './problem.ts';

/** Who may call an endpoint. */
export type Access =
  /** `newDeviceKey`: the request carries a proof of a key that no device has yet. */
  | { readonly who: 'anyone'; readonly newDeviceKey?: true }
  /** A device token with a proof of its key (RFC 9449); `revoked` says that a revoked device may still call. */
  | { readonly who: 'device'; readonly revoked?: 'sends' | 'wipes' }
  | {
      readonly who: 'session';
      readonly permission?: Permission;
      /** Only an account session (cookie) will do, whatever the permission asks for. */
      readonly account?: true;
      /** A password or passkey must have been entered in the last 5 minutes. */
      readonly stepUp?: true;
      /** The request carries a proof of a new device's key. */
      readonly newDeviceKey?: true;
      /**
       * Open also to somebody who still owes the passkey that their organization requires: `adding` only while they have
       * none, `always` also while they have one and have yet to use it.
       */
      readonly beforePasskey?: 'adding' | 'always';
    };

/**
 * At most `points` calls in `seconds`. By `address`, the place in the network, they are counted before anything else is done;
 * the others once it is known who calls and that the input is one, and before any work. By `session` where who knows only
 * the password must not use up the tries of the user.
 */
export type Limit = {
  readonly by: 'address' | 'email' | 'user' | 'session' | 'device';
  readonly points: number;
  readonly seconds: number;
};

export type Schema = z.core.$ZodType;
type ObjectSchema = z.core.$ZodType<Record<string, unknown>>;

export type Endpoint = {
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With `{name}` for a part that varies. */
  readonly path: `/api/${string}`;
  readonly summary: string;
  readonly access: Access;
  readonly params?: ObjectSchema;
  readonly query?: ObjectSchema;
  readonly body?: ObjectSchema;
  /** How large the body may be, where it is not the usual 64 kB. */
  readonly bodyBytes?: number;
  /** `null`: the answer is 204 without a body; `'stream'`: server-sent events; `'file'`: a file to keep, which a link may ask for. */
  readonly output: Schema | null | 'stream' | 'file';
  readonly limits?: readonly Limit[];
  /** The problems besides those that every endpoint of its kind may answer. */
  readonly problems: readonly ProblemCode[];
};

type InputOf<S> = S extends Schema ? z.input<S> : never;
type ParsedOf<S> = S extends Schema ? z.output<S> : undefined;
type Part<E, K extends 'params' | 'query' | 'body'> = K extends keyof E ? E[K] : undefined;
type Given<E, K extends 'params' | 'query' | 'body'> =
  Part<E, K> extends Schema
    ? Record<never, unknown> extends InputOf<Part<E, K>>
      ? { [k in K]?: InputOf<Part<E, K>> }
      : { [k in K]: InputOf<Part<E, K>> }
    : unknown;

/** What a caller hands over. */
export type EndpointInput<E extends Endpoint> = Given<E, 'params'> & Given<E, 'query'> & Given<E, 'body'>;

/** What a handler gets after validation. */
export type EndpointParsed<E extends Endpoint> = {
  params: ParsedOf<Part<E, 'params'>>;
  query: ParsedOf<Part<E, 'query'>>;
  body: ParsedOf<Part<E, 'body'>>;
};

/** What a caller gets back. */
export type EndpointOutput<E extends Endpoint> = E['output'] extends Schema
  ? z.output<E['output']>
  : undefined;

/** What a handler answers; it is passed through the output schema before it leaves. */
export type EndpointAnswer<E extends Endpoint> = E['output'] extends Schema
  ? z.input<E['output']>
  : undefined;

/** Keeps the exact type of one endpoint while checking its form. */
export function defineEndpoint<const E extends Endpoint>(endpoint: E): E {
  return endpoint;
}

// What the function behind an endpoint of the contract works with, and what it answers.
import type { Endpoint, EndpointAnswer, EndpointParsed } from '../../../contract/endpoint.ts';
import type { Session } from '../../../contract/endpoints/session.ts';
import type { PublicKey } from '../../../contract/public-key.ts';
import type { Context } from '../../context.ts';
import type { KnownDevice } from './device-identity.ts';
import type { Origin, SignedIn } from './signed-in.ts';

/** The public key behind a proof that was just verified, of a device that is not one yet. */
export type ProvenKey = { publicKey: PublicKey; thumbprint: string };

/** The answer of an endpoint that gives a file to keep. */
export type FileAnswer = {
  /** As it is proposed to whoever saves it: small letters, digits, dots and hyphens. */
  name: string;
  contentType: string;
  /** Read as fast as it is taken; ended early when the one who asked is gone. An error in it breaks the file off. */
  content: AsyncIterable<string>;
};

type CallerOf<E extends Endpoint> = E['access'] extends { who: 'device' }
  ? { device: KnownDevice }
  : E['access'] extends { who: 'anyone'; newDeviceKey: true }
    ? { newDeviceKey: ProvenKey }
    : E['access'] extends { who: 'session'; newDeviceKey: true }
      ? { signedIn: SignedIn; newDeviceKey: ProvenKey }
      : E['access'] extends { who: 'session' }
        ? { signedIn: SignedIn }
        : unknown;

/** A call that was let in: who calls, and the input as its schemas made it. */
export type Call<E extends Endpoint> = EndpointParsed<E> &
  CallerOf<E> & {
    context: Context;
    origin: Origin;
    /** Puts the caller's browser into the account session of a token that was just made, ends the one before, and tells of the new one. */
    startSession(token: string): Promise<Session>;
    /** Takes the account session out of the caller's browser. */
    forgetSession(): void;
    /** The open streams of this process. */
    openStream(device: KnownDevice): ReadableStream<Uint8Array>;
  };

type AnswerOf<E extends Endpoint> = E['output'] extends 'stream'
  ? ReadableStream<Uint8Array>
  : E['output'] extends 'file'
    ? Promise<FileAnswer>
    : E['output'] extends null
      ? Promise<void>
      : Promise<EndpointAnswer<E>> | EndpointAnswer<E>;

/** What does the work of an endpoint. */
export type Handler<E extends Endpoint> = (call: Call<E>) => AnswerOf<E>;

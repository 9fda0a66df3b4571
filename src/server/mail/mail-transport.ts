// How messages leave: what a way to send them must do, and how it fails.
import type { Message } from './compose-mail.ts';

/**
 * `later`: certainly not accepted, and it may go well another time. `refused`: certainly not accepted, and it won't be.
 * `unknown`: it may have arrived.
 */
export type FailureKind = 'later' | 'refused' | 'unknown';

/** A message was not sent, or it is not known whether it was. */
export class DeliveryFailure extends Error {
  readonly kind: FailureKind;

  /** @param reason what happened, for a person; never the words of a mail server, which may hold anything */
  constructor(kind: FailureKind, reason: string, cause?: unknown) {
    super(reason, { cause });
    this.kind = kind;
  }
}

export type MailTransport = {
  /** Where mails go, for the log of the start; never with a password. */
  readonly destination: string;
  /**
   * Hands one message over, and returns when somebody else has taken charge of it.
   * @throws DeliveryFailure
   */
  deliver(message: Message): Promise<void>;
  /** Whether an address may have letters of every script in front of its @. */
  takesEveryScript(): Promise<boolean>;
  /** Breaks off what was not handed over yet; nothing is taken from now on. */
  stop(): void;
};

export const unknownEnd = 'This email may have arrived. Ask the user before you send it again.';

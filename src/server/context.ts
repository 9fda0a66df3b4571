// What every request works with: one value, made at the start and handed down.
import type { Logger } from 'pino';
import type { Hashing } from './crypto/hashing.ts';
import type { SecretKeys } from './crypto/secret-keys.ts';
import type { ChangeSignals } from './database/change-signals.ts';
import type { Database } from './database/database.ts';
import type { WriteProbe } from './database/write-probe.ts';
import type { AttemptLimits } from './domain/access/attempt-limits.ts';
import type { Refusals } from './domain/audit/note-refusals.ts';
import type { Env } from './env.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { MailTransport } from './mail/mail-transport.ts';

export type Context = {
  readonly env: Env;
  readonly version: string;
  readonly log: Logger;
  /** The time, so that tests can move it. */
  readonly clock: () => Date;
  readonly keys: SecretKeys;
  readonly hashing: Hashing;
  readonly database: Database;
  readonly writeProbe: WriteProbe;
  readonly signals: ChangeSignals;
  readonly jobs: Jobs;
  readonly mailTransport: MailTransport;
  /** The origin that people open, for links in mails; never taken from a request. */
  readonly publicUrl: string;
  readonly attemptLimits: AttemptLimits;
  readonly refusals: Refusals;
};

// The log of the server: JSON lines, never with a secret.
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import { describeError } from './describe-error.ts';
import type { Env } from './env.ts';

/**
 * Opens the log. Headers and bodies are never handed to it; what slips in by name is cut out,
 * and an error is described without the values of its statement.
 * @param destination standard output, unless a test reads along
 */
export function openLog({ logLevel }: Pick<Env, 'logLevel'>, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level: logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: (error: unknown) => describeError(error) },
    redact: {
      paths: [
        'pin',
        'password',
        'token',
        'secret',
        'connectionString',
        '*.pin',
        '*.password',
        '*.token',
        '*.secret',
        '*.connectionString',
      ],
      remove: true,
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

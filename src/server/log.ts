// The log of the server: JSON lines, never with a secret.
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import type { Env } from './env.ts';

/**
 * Opens the log. Headers and bodies are never handed to it; what slips in by name is cut out.
 * @param destination standard output, unless a test reads along
 */
export function openLog({ logLevel }: Pick<Env, 'logLevel'>, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level: logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
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
        'err.parameters',
        'err.params',
        'err.cause.parameters',
        'err.query',
      ],
      remove: true,
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

// The log of the server: JSON lines, never with a secret.
import { type Logger, pino } from 'pino';
import type { Env } from './env.ts';

/** Opens the log on standard output. Headers and bodies are never handed to it; what slips in by name is cut out. */
export function openLog({ logLevel }: Pick<Env, 'logLevel'>): Logger {
  return pino({
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
  });
}

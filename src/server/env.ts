// The settings of a start, read from the environment and checked whole before anything else happens.
import { resolve } from 'node:path';
import * as z from 'zod';

/** A setting that can't be used; its message is the one line that the operator reads. */
export class WrongSetting extends Error {}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const httpUrl = z.string().refine(
  (text) => {
    const url = URL.parse(text);
    return url !== null && ['http:', 'https:'].includes(url.protocol) && url.pathname === '/' && !url.search;
  },
  { error: 'write the address that people open, such as https://floorkey.example.com (no path)' },
);

const portForm = 'write a port from 1 to 65535, such as 8080';

const settings = z.object({
  PORT: z
    .string()
    .regex(/^[0-9]{1,5}$/, { error: portForm })
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65535, { error: portForm })
    .default(8080),
  HOST: z
    .string()
    .min(1, { error: 'write an address to listen on, such as 127.0.0.1 or 0.0.0.0' })
    .default('127.0.0.1'),
  PUBLIC_URL: httpUrl.optional(),
  DATA_DIR: z.string().min(1, { error: 'write a folder, such as ./data' }).default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, {
      error: 'write an address such as postgres://user:password@host/database',
    })
    .optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, { error: 'write an address such as smtp://user:password@host:587' })
    .optional(),
  SECRET_KEY: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43,}$/, {
      error:
        'write at least 43 letters, digits, "-" or "_" of randomness, such as the output of: openssl rand -hex 32',
    })
    .optional(),
  TLS_CERT: z.string().min(1).optional(),
  TLS_KEY: z.string().min(1).optional(),
  TRUST_PROXY: z
    .enum(['true', 'false'], { error: 'write true when a reverse proxy stands in front, else false' })
    .default('false'),
  LOG_LEVEL: z.enum(logLevels, { error: `write one of ${logLevels.join(', ')}` }).default('info'),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]+@[^\r\n]+$/, { error: 'write the sender of mails, such as floorkey@example.com' })
    .optional(),
  SIGN_UP: z
    .enum(['open', 'closed'], { error: 'write open to let everybody create an organization, or closed' })
    .default('closed'),
  METRICS: z
    .enum(['loopback', 'open'], { error: 'write loopback, or open to let every address read /metrics' })
    .default('loopback'),
});

export type Env = {
  port: number;
  host: string;
  /** `null`: http or https on localhost, at the port that is listened on. */
  publicUrl: string | null;
  dataDir: string;
  databaseUrl: string | null;
  smtpUrl: string | null;
  secretKey: string | null;
  tls: { certFile: string; keyFile: string } | null;
  trustProxy: boolean;
  logLevel: (typeof logLevels)[number];
  /** The sender of mails; `null`: floorkey@ the host of `publicUrl`. */
  mailFrom: string | null;
  /** Whether everybody may create an organization. */
  signUpOpen: boolean;
  openMetrics: boolean;
};

/**
 * Reads the settings.
 * @throws WrongSetting with one line that names the variable and says what to write; never with the value, which may be a secret
 */
export function readEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = settings.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new WrongSetting(
      `${String(issue?.path[0] ?? 'The environment')} is wrong: ${issue?.message ?? ''}.`,
    );
  }
  const env = parsed.data;
  const { TLS_CERT: certFile, TLS_KEY: keyFile } = env;
  if ((certFile === undefined) !== (keyFile === undefined)) {
    throw new WrongSetting('TLS_CERT and TLS_KEY go together: write the paths of both files, or of neither.');
  }
  return {
    port: env.PORT,
    host: env.HOST,
    publicUrl: env.PUBLIC_URL ? new URL(env.PUBLIC_URL).origin : null,
    dataDir: resolve(env.DATA_DIR),
    databaseUrl: env.DATABASE_URL ?? null,
    smtpUrl: env.SMTP_URL ?? null,
    secretKey: env.SECRET_KEY ?? null,
    tls: certFile && keyFile ? { certFile, keyFile } : null,
    trustProxy: env.TRUST_PROXY === 'true',
    logLevel: env.LOG_LEVEL,
    mailFrom: env.MAIL_FROM ?? null,
    signUpOpen: env.SIGN_UP === 'open',
    openMetrics: env.METRICS === 'open',
  };
}

// A real mail server for tests, that a test makes refuse, stall or stop.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import { vi } from 'vitest';
import { endWithFile } from './end-with-file.ts';
import { findFreePort } from './free-port.ts';
import { type ReadMail, readMail } from './test-mailbox.ts';

const run = promisify(execFile);

export type Certificate = { readonly key: Buffer; readonly cert: Buffer; readonly file: string };

/** Makes a certificate for localhost that nobody but the test trusts. */
export async function makeCertificate(): Promise<Certificate> {
  const folder = await mkdtemp(join(tmpdir(), 'floorkey-test-certificate-'));
  endWithFile(() => rm(folder, { recursive: true, force: true }));
  const [keyFile, file] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
    ...['-keyout', keyFile, '-out', file],
  ]);
  return { key: await readFile(keyFile), cert: await readFile(file), file };
}

export type TakenMail = ReadMail & { readonly session: SMTPServerSession };

/** What a refusal says: a code, with words that must never be shown to anybody. */
export function refuse(responseCode: number): Error {
  return Object.assign(new Error('secret words of the mail server'), { responseCode });
}

export type TestMailServer = {
  readonly port: number;
  /** Every mail that came whole, whatever it was answered. */
  readonly taken: readonly TakenMail[];
  /** Waits until so many mails have come to an address. */
  waitForMails(to: string, count: number): Promise<readonly TakenMail[]>;
  /** Cuts every connection without a word. */
  hangUp(): void;
  stop(): Promise<void>;
};

export type MailServerOptions = Omit<SMTPServerOptions, 'onData'> & {
  port?: number;
  /** Answers a mail that came whole; never called back, it is a silence. */
  answer?: (mail: TakenMail, callback: (error?: Error) => void) => void;
};

/** Starts a mail server without encryption or sign-in, unless told. It ends with the file at the latest. */
export async function startMailServer({
  port: wantedPort,
  answer = (_mail, callback) => callback(),
  ...options
}: MailServerOptions = {}): Promise<TestMailServer> {
  const port = wantedPort ?? (await findFreePort());
  const taken: TakenMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: options.key ? [] : ['STARTTLS'],
    allowInsecureAuth: !options.key,
    disableReverseLookup: true,
    closeTimeout: 1,
    logger: false,
    ...options,
    onData: (stream, session, callback) => {
      buffer(stream)
        .then(readMail)
        .then((mail) => {
          const whole = { ...mail, session };
          taken.push(whole);
          answer(whole, callback);
        })
        .catch(callback);
    },
  });
  // A client that breaks off is what some tests are about.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= new Promise<void>((resolve) => server.close(() => resolve()));
    return stopping;
  };
  endWithFile(stop);
  return {
    port,
    taken,
    waitForMails: (to, count) =>
      vi.waitFor(
        () => {
          const mails = taken.filter((mail) => mail.to === to);
          if (mails.length >= count) return mails;
          throw new Error(`${mails.length} of ${count} mails have come to ${to}`);
        },
        { timeout: 15_000, interval: 30 },
      ),
    hangUp: () => {
      for (const connection of server.connections) connection.close();
    },
    stop,
  };
}

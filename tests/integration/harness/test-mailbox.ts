// The mails that a test server without a mail server wrote to its folder, read as a person would get them.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { vi } from 'vitest';
import type { TestServer } from './test-server.ts';

export type ReadMail = {
  readonly to: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where the button leads; empty in a mail without one. */
  readonly link: string;
  /** What stands behind `#code=` in the link; empty where there is none. */
  readonly code: string;
  readonly headers: ReadonlyMap<string, string>;
};

/** Reads a message as it went over the wire. */
export async function readMail(raw: Buffer | string): Promise<ReadMail> {
  const { to, from, subject, text, html, headers }: Email = await PostalMime.parse(raw);
  const link = /^https?:\/\/\S+$/m.exec(text ?? '')?.[0] ?? '';
  return {
    to: to?.[0]?.address ?? '',
    from: { name: from?.name ?? '', address: from?.address ?? '' },
    subject: subject ?? '',
    text: text ?? '',
    html: html ?? '',
    link,
    code: link.split('#code=')[1] ?? '',
    headers: new Map(headers.map(({ key, value }) => [key, value])),
  };
}

export type Mailbox = {
  /** Every mail so far, oldest first; of one address when it is named. */
  list(to?: string): Promise<ReadMail[]>;
  /**
   * Waits for the newest mail to an address.
   * @param about a part of its subject, or what its subject matches
   * @param count how many there must be of them, for mails that come again
   */
  waitForMail(to: string, about?: string | RegExp, count?: number): Promise<ReadMail>;
};

/** Opens the mailbox of a server that has no SMTP_URL. */
export function openMailbox({ dataDir }: Pick<TestServer, 'dataDir'>): Mailbox {
  const folder = join(dataDir, 'mail');
  const list = async (to?: string) => {
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml')).sort();
    const mails = await Promise.all(names.map(async (name) => readMail(await readFile(join(folder, name)))));
    return to === undefined ? mails : mails.filter((mail) => mail.to === to);
  };
  return {
    list,
    waitForMail: (to, about = '', count = 1) =>
      vi.waitFor(
        async () => {
          const all = await list(to);
          const fitting = all.filter(({ subject }) =>
            typeof about === 'string' ? subject.includes(about) : about.test(subject),
          );
          const mail = fitting.at(-1);
          if (mail && fitting.length >= count) return mail;
          const others = all.map(({ subject }) => subject).join(', ') || 'none';
          throw new Error(`no ${count} mails to ${to} about “${about}”; there are: ${others}`);
        },
        { timeout: 15_000, interval: 50 },
      ),
  };
}

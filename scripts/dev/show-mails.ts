// A page with the mails that a server without SMTP_URL wrote to its folder; for development only, since mails hold links.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import type { Connect } from 'vite';
import { escapeHtml } from '../../src/server/mail/sentence.ts';

async function listMails(folder: string): Promise<string> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml'));
  const rows = await Promise.all(
    names
      .toSorted()
      .toReversed()
      .slice(0, 100)
      .map(async (name) => {
        const { to, subject } = await PostalMime.parse(await readFile(join(folder, name)));
        return `<li><a href="/dev/mails/${encodeURIComponent(name)}">${escapeHtml(subject ?? '(no subject)')}</a> to ${escapeHtml(to?.[0]?.address ?? '')}</li>`;
      }),
  );
  return `<!doctype html><meta charset="utf-8"><title>Mails</title><h1>Mails</h1><ol>${rows.join('')}</ol>${rows.length === 0 ? '<p>None yet.</p>' : ''}`;
}

async function showMail(folder: string, name: string): Promise<string> {
  const { html, text } = await PostalMime.parse(await readFile(join(folder, name)));
  return html ?? `<!doctype html><meta charset="utf-8"><pre>${escapeHtml(text ?? '')}</pre>`;
}

/** @returns what adds `/dev/mails` and `/dev/mails/NAME` to a server for development */
export function showMails(folder: string): (middlewares: Connect.Server) => void {
  return (middlewares) => {
    middlewares.use('/dev/mails', (request, response, next) => {
      const name = decodeURIComponent((request.url ?? '/').slice(1));
      if (name !== '' && !/^[\w.-]+\.eml$/.test(name)) {
        next();
        return;
      }
      const page = name === '' ? listMails(folder) : showMail(folder, name);
      page
        .then((html) => response.setHeader('content-type', 'text/html; charset=utf-8').end(html))
        .catch(next);
    });
  };
}
